using System.Globalization;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// The sweeping process over ten million files without content in 65,536 directories (names that share files: the sweeper keeps as much of them as of any other): its largest resident size after the look, less that of the same
/// process when it had looked at an empty pool, per file. <c>KVFLEET_SWEEP_MEMORY_FILES</c> makes them fewer.
/// </summary>
internal sealed class SweepMemoryBenchmark : IBenchmark
{
    private const double GoalBytes = 16;

    /// <inheritdoc/>
    public string Name => "sweep.mem";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var files = long.TryParse(Environment.GetEnvironmentVariable("KVFLEET_SWEEP_MEMORY_FILES"), CultureInfo.InvariantCulture, out var set) ? set : 10_000_000;
        await using var disk = await SweepDisk.MountAsync(6L << 30, 300_000, cancellationToken, journal: false);
        var names = await SweepPeer.RunAsync(["link", Path.Combine(disk.Root, "pool"), files.ToString(CultureInfo.InvariantCulture), "4096", "16"], cancellationToken);
        await using var child = SweepChild.Start(SweepChild.Sweep);
        await child.ConfigureAsync(Configuration(disk.Root, "nothing"), cancellationToken);
        await child.ReadReportAsync(cancellationToken);
        var before = child.ReadMemory()["VmRSS"];
        await child.ConfigureAsync(Configuration(disk.Root, "pool"), cancellationToken);
        var pool = (await child.ReadReportAsync(cancellationToken)).Pools[0];
        if (pool.Ages.Files.Sum() != files || pool.Refusals.Any(refusal => refusal.Reason == SweepReason.TreeUnreadable))
            throw new InvalidOperationException($"{pool.Ages.Files.Sum()} of {files} files are known: {string.Join("; ", pool.Refusals)}");
        var memory = child.ReadMemory();
        var value = (memory["VmHWM"] - before) * 1e6 / files;
        return new BenchmarkResult(Name, value, "B/file", "goal", value / GoalBytes, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["files"] = files,
            ["makeSeconds"] = names.Seconds,
            ["scanSeconds"] = pool.ScanSeconds,
            ["residentMegabytes"] = memory["VmRSS"],
            ["largestMegabytes"] = memory["VmHWM"],
            ["emptyMegabytes"] = before,
        });
    }

    private static SweepConfiguration Configuration(string root, string directory) => new()
    {
        Filesystem = "bench",
        Root = root,
        Member = "one",
        Pools = [new SweepPool { Namespace = "bench", Name = directory, Directory = directory, QuotaBytes = long.MaxValue }],
    };
}
