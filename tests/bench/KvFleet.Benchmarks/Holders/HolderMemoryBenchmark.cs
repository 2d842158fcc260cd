using System.Globalization;
using KvFleet.Testing;

using KvFleet.Benchmarks.Processes;

namespace KvFleet.Benchmarks.Holders;

/// <summary>
/// What a published holder weighs while it holds 1 GiB, beside that GiB: its resident set (the extent is not mapped), and, where a memory
/// cgroup can be made, what is charged to it over its bytes.
/// </summary>
internal sealed class HolderMemoryBenchmark : IBenchmark
{
    private const long Bytes = 1L << 30;
    private const double GoalMegabytes = 30;

    /// <inheritdoc/>
    public string Name => "holder.rss";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(RepositoryFolder.Root, "artifacts", "bench", "holder");
        var project = Path.Combine(RepositoryFolder.Root, "agent", "KvFleet.Holder");
        await Commands.RunAsync("dotnet", ["publish", project, "-c", "Release", "-o", folder, "-nodeReuse:false"], cancellationToken);
        if (!TemporaryCgroup.TryCreate(null, out var group, out var reason))
            await Console.Error.WriteLineAsync($"{Name}: without cgroup figures: {reason}");
        using (group)
        {
            var enter = group is null ? "" : $"echo $$ > {group.ProcessesFile}; ";
            using var holder = new BenchmarkHolder($"{enter}exec \"{Path.Combine(folder, "kvfleet-hold")}\"");
            await holder.GreetAsync(cancellationToken);
            using var file = await holder.AllocateAsync("bench-0", Bytes, cancellationToken);
            await holder.PopulateAsync("bench-0", Environment.ProcessorCount, cancellationToken);
            if (file.GetFacts().ResidentBytes != Bytes)
                throw new InvalidOperationException($"{file.GetFacts().ResidentBytes} bytes are resident instead of {Bytes}.");

            var details = ReadStatus(holder.Id);
            if (group is not null)
            {
                details["cgroupOverBytesMegabytes"] = (group.UsageBytes - Bytes) / 1e6;
                details["cgroupKernelMegabytes"] = group.KernelBytes / 1e6;
                details["cgroupAnonymousMegabytes"] = group.AnonymousBytes / 1e6;
                details["cgroupFileCacheMegabytes"] = group.FileCacheBytes / 1e6;
            }

            var value = details["VmRSS"];
            return new BenchmarkResult(Name, value, "MB", "goal", value / GoalMegabytes, details);
        }
    }

    private static Dictionary<string, double> ReadStatus(int process)
    {
        string[] wanted = ["VmRSS", "RssAnon", "RssFile", "RssShmem", "VmPTE", "Threads"];
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines($"/proc/{process}/status"))
        {
            var parts = line.Split([':', '\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (wanted.Contains(parts[0], StringComparer.Ordinal))
                figures[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture) * (parts.Length > 2 ? 1.024e-3 : 1);
        }

        return figures;
    }
}
