using System.Globalization;

namespace KvFleet.NodePlugin.Memory;

/// <summary>What the kernel says this process has locked.</summary>
internal static class KernelLocked
{
    private const string Label = "VmLck:";

    /// <summary>Bytes locked (VmLck). Huge pages are never counted there: they cannot be swapped anyway.</summary>
    /// <param name="statusFile">The status file in proc.</param>
    public static long Read(string statusFile = "/proc/self/status")
    {
        foreach (var line in File.ReadLines(statusFile))
        {
            if (line.StartsWith(Label, StringComparison.Ordinal))
                return 1024 * long.Parse(line.AsSpan(Label.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return 0;
    }
}
