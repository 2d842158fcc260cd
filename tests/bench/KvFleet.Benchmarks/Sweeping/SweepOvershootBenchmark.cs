using System.Diagnostics;
using System.Text.Json;
using KvFleet.Native;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// Four writers put 128 MiB/s into a pool with a quota of 3 GiB for forty seconds, while the sweeping process keeps it; what the filesystem says it uses, every ten milliseconds, is compared with the quota. Then the
/// filesystem is put above a high watermark and must come back to the low one. No pinned file and none younger than minAge may go: that fails the benchmark.
/// </summary>
internal sealed class SweepOvershootBenchmark : IBenchmark
{
    private const int Writers = 4;
    private const int FileBytes = 2 << 20;
    private const double FilesPerSecondEach = 16;
    private const long Quota = 3L << 30;
    private const int PinnedFiles = 32;
    private const double MinAgeSeconds = 5;
    private const double GoalPercent = 2;
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Draining = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string Name => "sweep.overshoot";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var disk = await SweepDisk.MountAsync(8L << 30, 100_000, cancellationToken);
        var empty = FilesystemFacts.Of(disk.Root).UsedBytes;
        var tree = Path.Combine(disk.Root, "pool");
        var pinned = Pin(tree);
        await using var child = SweepChild.Start(SweepChild.Sweep);
        await child.ConfigureAsync(Configuration(disk.Root, null), cancellationToken);
        var reports = new ReportReader(child, cancellationToken);
        var writers = new SweepWriters(tree, Writers, FilesPerSecondEach, FileBytes);
        var started = Stopwatch.GetTimestamp();
        writers.Start();
        long most = 0;
        while (Stopwatch.GetElapsedTime(started) < Writing)
        {
            most = Math.Max(most, FilesystemFacts.Of(disk.Root).UsedBytes - empty);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
        }

        writers.Stop();
        var rate = writers.Bytes / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var spared = CheckYoung(writers);
        if (most < Quota * 0.8)
            throw new InvalidOperationException($"The pool never came near its quota: {most} bytes.");

        // What is chosen still goes; the watermarks are set around what is left then.
        await Task.Delay(Settling, TimeProvider.System, cancellationToken);
        var drained = await DrainAsync(child, disk.Root, reports, cancellationToken);
        foreach (var path in pinned.Where(path => !File.Exists(path)))
            throw new InvalidOperationException($"A pinned file went: {path}");
        var value = Math.Max(0, most - Quota) * 100.0 / Quota;
        var last = reports.Last!.Pools[0];
        return new BenchmarkResult(Name, value, "%", "goal", value / GoalPercent, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["quotaMebibytes"] = Quota / (double)(1 << 20),
            ["largestMebibytes"] = most / (double)(1 << 20),
            ["writtenMebibytesPerSecond"] = rate / (1 << 20),
            ["youngFilesChecked"] = spared,
            ["secondsFromHighToLowWatermark"] = drained,
            ["filesDeleted"] = last.Deleted.Sum(deleted => deleted.Files),
            ["filesSpared"] = last.Deleted.Sum(deleted => deleted.Spared),
        });
    }

    private static SweepConfiguration Configuration(string root, SweepWatermarks? marks) => new()
    {
        Filesystem = "bench",
        Root = root,
        Member = "one",
        Watermarks = marks,
        ScanIntervalSeconds = 2,
        AttributeCacheSeconds = 0,
        Pools =
        [
            new SweepPool
            {
                Namespace = "bench", Name = "pool", Directory = "pool", QuotaBytes = Quota, MinAgeSeconds = MinAgeSeconds, GraceSeconds = 1, Pinned = ["model_0123456789ab_r0/pinned"],
            },
        ],
    };

    private static string[] Pin(string tree)
    {
        var directory = Directory.CreateDirectory(Path.Combine(tree, "model_0123456789ab_r0", "pinned")).FullName;
        var paths = Enumerable.Range(0, PinnedFiles).Select(i => Path.Combine(directory, $"{i:x16}.bin")).ToArray();
        foreach (var path in paths)
        {
            using (new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = FileBytes }))
            {
                // Older than anything else.
            }

            _ = FileTimes.Set(path, 1, 1);
        }

        return paths;
    }

    private static int CheckYoung(SweepWriters writers)
    {
        var young = writers.Written.Where(file => Stopwatch.GetElapsedTime(file.WrittenAt).TotalSeconds < MinAgeSeconds - 1).ToArray();
        foreach (var (path, _) in young.Where(file => !File.Exists(file.Path)))
            throw new InvalidOperationException($"A file younger than minAge went: {path}");
        return young.Length;
    }

    private static async Task<double> DrainAsync(SweepChild child, string root, ReportReader reports, CancellationToken cancellationToken)
    {
        var usage = FilesystemFacts.Of(root);
        var percent = usage.UsedBytes * 100.0 / (usage.UsedBytes + usage.AvailableBytes);
        var marks = new SweepWatermarks(percent - 1, percent - 10);
        await child.ConfigureAsync(Configuration(root, marks), cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Draining)
        {
            usage = FilesystemFacts.Of(root);
            if (usage.UsedBytes * 100.0 / (usage.UsedBytes + usage.AvailableBytes) <= marks.LowPercent)
                return Stopwatch.GetElapsedTime(started).TotalSeconds;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"The filesystem did not come back to its low watermark: {JsonSerializer.Serialize(reports.Last!, SweepJson.Default.SweepReport)}");
    }

    /// <summary>Reads all reports, so that the process never waits for its reader.</summary>
    private sealed class ReportReader
    {
        public ReportReader(SweepChild child, CancellationToken cancellationToken) => _ = Task.Run(
            async () =>
            {
                while (!cancellationToken.IsCancellationRequested)
                    Last = await child.ReadReportAsync(cancellationToken);
            },
            cancellationToken);

        public SweepReport? Last { get; private set; }
    }
}
