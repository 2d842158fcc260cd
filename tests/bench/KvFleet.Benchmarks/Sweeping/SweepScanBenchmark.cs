using System.Diagnostics;
using KvFleet.Sweeping.Inventory;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// A million small files on ext4 looked at with one thread, warm, inventory and all, against a C walker that only asks about each (getdents64 and statx), turn by turn. Files per second of processor time: of one
/// core, whoever else is on the machine.
/// </summary>
internal sealed class SweepScanBenchmark : IBenchmark
{
    private const int Runs = 5;

    /// <inheritdoc/>
    public string Name => "sweep.scan";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var disk = await SweepTrees.GetAsync(cancellationToken);
        List<double> ours = [];
        List<double> oursWall = [];
        List<double> theirs = [];
        List<double> theirsWall = [];
        double again = 0;
        for (var run = 0; run <= Runs; run++)
        {
            using var inventory = new PoolInventory();
            var started = Stopwatch.GetTimestamp();
            var processor = Environment.CpuUsage.TotalTime;
            var asked = SweepLook.At(disk.Root, inventory, threads: 1).Asked;
            var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var peer = await SweepPeer.RunAsync(["scan", disk.Root], cancellationToken);
            if (asked != SweepTrees.Files || peer.Files != asked)
                throw new InvalidOperationException($"{asked} files were looked at, {peer.Files} by the peer, and there are {SweepTrees.Files}.");

            // The first run brings the inodes into memory and the code to full speed.
            if (run == 0)
                continue;
            ours.Add(asked / used);
            oursWall.Add(asked / wall);
            theirs.Add(peer.Files / peer.ProcessorSeconds);
            theirsWall.Add(peer.Files / peer.Seconds);
            again = inventory.Units.Values.Sum(unit => unit.Length) / (double)asked;
        }

        var (value, against) = (Median.Of(ours), Median.Of(theirs));
        return new BenchmarkResult(Name, value, "files/s/core", "c-getdents-statx", value / against, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["files"] = SweepTrees.Files,
            ["peerFilesPerCoreSecond"] = against,
            ["filesPerSecond"] = Median.Of(oursWall),
            ["peerFilesPerSecond"] = Median.Of(theirsWall),
            ["recordBytesPerFile"] = again,
        });
    }
}
