using System.Reflection;
using System.Runtime.InteropServices;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// What audit logs and <c>managedFields</c> call this process, in the form that other clients use: <c>name/version (os/arch) kubernetes/library</c>.
/// A server takes what stands before the first slash as the manager of fields that are written without naming one.
/// </summary>
internal static class UserAgent
{
    /// <summary>The running program's.</summary>
    public static string Default { get; } = Of(
        Assembly.GetEntryAssembly()?.GetName(),
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux",
        RuntimeInformation.OSArchitecture,
        typeof(UserAgent).Assembly.GetName());

    public static string Of(AssemblyName? program, string os, Architecture architecture, AssemblyName library)
    {
        // Go's names, so that one filter over an audit log finds all clients of a platform.
        var arch = architecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.X86 => "386",
            var other => other.ToString().ToLowerInvariant(),
        };
        return $"{program?.Name ?? "unknown"}/{program?.Version?.ToString(3) ?? "0.0.0"} ({os}/{arch}) kubernetes/{library.Name}-{library.Version?.ToString(3)}";
    }
}
