using System.Globalization;

namespace KvFleet.Benchmarks.Processes;

/// <summary>What the kernel counts for a process.</summary>
internal static class ProcessMemory
{
    private static readonly string[] Wanted = ["VmRSS", "VmHWM", "RssAnon", "RssFile", "RssShmem", "VmPTE", "Threads"];

    /// <summary>Reads <c>/proc/PID/status</c>.</summary>
    /// <param name="process">The process id.</param>
    /// <returns>Memory in MB (10^6 bytes) and the number of threads, by the kernel's names.</returns>
    public static Dictionary<string, double> Read(int process)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines($"/proc/{process}/status"))
        {
            var parts = line.Split([':', '\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (Wanted.Contains(parts[0], StringComparer.Ordinal))
                figures[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture) * (parts.Length > 2 ? 1.024e-3 : 1);
        }

        return figures;
    }
}
