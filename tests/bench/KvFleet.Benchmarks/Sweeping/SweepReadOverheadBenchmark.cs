using System.Diagnostics;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// Files of 2 MiB read whole, one after the other, with and without the recording process, turn by turn: once on ext4 and, where it is installed, on GlusterFS (FUSE, a server over loopback). The fastest turn of each
/// kind counts, since what else runs on the machine only ever slows one down. Reads that went unrecorded fail the benchmark.
/// </summary>
internal sealed class SweepReadOverheadBenchmark : IBenchmark
{
    private const int Files = 64;
    private const int FileBytes = 2 << 20;
    private const int Turns = 7;
    private const double GoalPercent = 3;

    /// <inheritdoc/>
    public string Name => "sweep.read_overhead";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var disk = await SweepDisk.MountAsync(2L << 30, 10_000, cancellationToken);
        var details = new Dictionary<string, double>(StringComparer.Ordinal);
        var worst = await MeasureAsync("ext4", disk.Root, passes: 20, details, cancellationToken);
        if (GlusterMount.IsInstalled)
        {
            await using var gluster = await GlusterMount.MountAsync(Path.Combine(disk.Root, "gluster"), cancellationToken);
            worst = Math.Max(worst, await MeasureAsync("glusterfs", gluster.Root, passes: 4, details, cancellationToken));
        }
        else
        {
            await Console.Error.WriteLineAsync($"{Name}: GlusterFS is not installed (glusterfs-server, glusterfs-client): ext4 only.");
        }

        return new BenchmarkResult(Name, worst, "%", "goal", worst / GoalPercent, details);
    }

    private static async Task<double> MeasureAsync(string name, string root, int passes, Dictionary<string, double> details, CancellationToken cancellationToken)
    {
        var paths = Enumerable.Range(0, Files).Select(index => Path.Combine(root, $"{index:x16}.bin")).ToArray();
        var buffer = new byte[FileBytes];
        foreach (var path in paths)
        {
            await File.WriteAllBytesAsync(path, buffer, cancellationToken);
            _ = KvFleet.Native.FileTimes.Set(path, 1_700_000_000, 1_700_000_000);
        }

        Read(paths, buffer, passes);
        List<double> without = [];
        List<double> with = [];
        long events = 0, written = 0;
        double recorderSeconds = 0;
        for (var turn = 0; turn < Turns; turn++)
        {
            without.Add(Read(paths, buffer, passes));
            await using var recorder = SweepChild.Start(SweepChild.Record, "--mount", root);
            await recorder.ReadAccessReportAsync(cancellationToken);
            var processor = recorder.ReadCpuSeconds();
            with.Add(Read(paths, buffer, passes));
            recorderSeconds += recorder.ReadCpuSeconds() - processor;
            var report = await recorder.ReadAccessReportAsync(cancellationToken);
            if (report.LostAt is not null || report.Failed > 0)
                throw new InvalidOperationException($"{name}: reads went unrecorded: {report}");
            events += report.Events;
            written += report.Written;
        }

        if (written < Files || paths.Any(path => File.GetLastAccessTimeUtc(path).Year < 2025))
            throw new InvalidOperationException($"{name}: {written} access times were written for {Files} files.");
        var reads = (double)Files * passes;
        details[$"{name}.microsecondsPerRead"] = without.Min() / reads * 1e6;
        details[$"{name}.microsecondsPerReadRecorded"] = with.Min() / reads * 1e6;
        details[$"{name}.medianPercent"] = (Median.Of(with) / Median.Of(without) - 1) * 100;
        details[$"{name}.recorderMicrosecondsPerRead"] = recorderSeconds / (reads * Turns) * 1e6;
        details[$"{name}.events"] = events;
        details[$"{name}.written"] = written;
        return Math.Max(0, (with.Min() / without.Min() - 1) * 100);
    }

    private static double Read(string[] paths, byte[] buffer, int passes)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var path in paths)
            {
                using var file = File.OpenHandle(path);
                var done = 0;
                while (done < buffer.Length)
                    done += RandomAccess.Read(file, buffer.AsSpan(done), done);
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
