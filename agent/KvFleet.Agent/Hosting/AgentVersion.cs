using System.Reflection;

namespace KvFleet.Agent.Hosting;

/// <summary>The version of this program.</summary>
internal static class AgentVersion
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Current { get; } = typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
