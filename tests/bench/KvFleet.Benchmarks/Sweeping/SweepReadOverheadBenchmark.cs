using System.Diagnostics;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// Files of 2 MiB read whole, one after the other, with and without the recording process, turn by turn: once on ext4 and, where it is installed, on GlusterFS (FUSE, a server over loopback). Of all
/// reads of a kind the mean of the faster three quarters counts, since what else runs on the machine only ever slows one down. Reads that went unrecorded fail the benchmark.
/// </summary>
internal sealed class SweepReadOverheadBenchmark : IBenchmark
{
    private const int Files = 64;
    private const int FileBytes = 2 << 20;
    private const int Turns = 9;
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
            without.AddRange(Read(paths, buffer, passes));
            await using var recorder = SweepChild.Start(SweepChild.Record, "--mount", root);
            await recorder.ReadAccessReportAsync(cancellationToken);
            var processor = recorder.ReadCpuSeconds();
            with.AddRange(Read(paths, buffer, passes));
            recorderSeconds += recorder.ReadCpuSeconds() - processor;
            var report = await recorder.EndAsync(cancellationToken);
            if (report.LostAt is not null || report.Failed > 0)
                throw new InvalidOperationException($"{name}: reads went unrecorded: {report}");
            events += report.Events;
            written += report.Written;
        }

        if (written < Files || paths.Any(path => File.GetLastAccessTimeUtc(path).Year < 2025))
            throw new InvalidOperationException($"{name}: {written} access times were written for {Files} files.");
        var (plain, recorded) = (FasterMean(without), FasterMean(with));
        details[$"{name}.microsecondsPerRead"] = plain * 1e6;
        details[$"{name}.microsecondsPerReadRecorded"] = recorded * 1e6;
        details[$"{name}.medianPercent"] = (Median.Of(with) / Median.Of(without) - 1) * 100;
        details[$"{name}.recorderMicrosecondsPerRead"] = recorderSeconds / with.Count * 1e6;
        details[$"{name}.reads"] = with.Count;
        details[$"{name}.events"] = events;
        details[$"{name}.written"] = written;
        return Math.Max(0, (recorded / plain - 1) * 100);
    }

    private static double FasterMean(List<double> seconds) => seconds.Order().Take(seconds.Count * 3 / 4).Average();

    private static List<double> Read(string[] paths, byte[] buffer, int passes)
    {
        List<double> seconds = [];
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var path in paths)
            {
                var started = Stopwatch.GetTimestamp();
                using (var file = File.OpenHandle(path))
                {
                    var done = 0;
                    while (done < buffer.Length)
                        done += RandomAccess.Read(file, buffer.AsSpan(done), done);
                }

                seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        return seconds;
    }
}
