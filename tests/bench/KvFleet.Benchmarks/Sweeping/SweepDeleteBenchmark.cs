using System.Diagnostics;
using KvFleet.Sweeping.Deletion;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Scanning;
using KvFleet.Sweeping.Selection;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// Two of four equal trees deleted by the sweeper (the choice of the longest unused, names read again, every file asked about right before it goes, the inventory written anew; two threads, as by default), two by a
/// C walker that only unlinks, turn by turn.
/// </summary>
internal sealed class SweepDeleteBenchmark : IBenchmark
{
    private const int Threads = 2;

    /// <inheritdoc/>
    public string Name => "sweep.delete";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var disk = await SweepTrees.GetAsync(cancellationToken);
        try
        {
            SweepPeer.Walk peer = default;
            (long Files, double Seconds, double Processor) own = default;
            for (var turn = 0; turn < SweepTrees.Names.Length; turn += 2)
            {
                var theirs = Path.Combine(disk.Root, SweepTrees.Names[turn]);
                await SweepPeer.RunAsync(["scan", theirs], cancellationToken);
                var walk = await SweepPeer.RunAsync(["unlink", theirs], cancellationToken);
                peer = new SweepPeer.Walk(peer.Files + walk.Files, peer.Seconds + walk.Seconds, peer.ProcessorSeconds + walk.ProcessorSeconds);
                var (files, seconds, processor) = Delete(Path.Combine(disk.Root, SweepTrees.Names[turn + 1]), cancellationToken);
                own = (own.Files + files, own.Seconds + seconds, own.Processor + processor);
            }

            if (own.Files != peer.Files)
                throw new InvalidOperationException($"{own.Files} files were deleted, {peer.Files} by the peer.");
            var (value, against) = (own.Files / own.Seconds, peer.Files / peer.Seconds);
            return new BenchmarkResult(Name, value, "files/s", "c-getdents-unlink", value / against, new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["files"] = own.Files,
                ["threads"] = Threads,
                ["peerFilesPerSecond"] = against,
                ["filesPerCoreSecond"] = own.Files / own.Processor,
                ["peerFilesPerCoreSecond"] = peer.Files / peer.ProcessorSeconds,
            });
        }
        finally
        {
            await SweepTrees.DropAsync();
        }
    }

    private static (long Files, double Seconds, double Processor) Delete(string directory, CancellationToken cancellationToken)
    {
        using var inventory = new PoolInventory();
        var there = SweepLook.At(directory, inventory, threads: 1).Asked;
        var started = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        var cut = CutoffSelector.Select([new Candidates([.. inventory.Units.Values], uint.MaxValue - 1)], bytes: 0, files: there);
        var counts = PoolDeleter.Delete(
            new DeletionOrder
            {
                Directory = directory,
                LastUse = cut.LastUse,
                Boundary = new BoundaryBudget(cut.BoundaryBytes, cut.BoundaryFiles),
                Limiter = new RateLimiter(0, TimeProvider.System),
            },
            new PoolTrees([]),
            inventory.Units,
            Threads,
            cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return counts.Failed == 0 ? (counts.Files, seconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds) : throw new InvalidOperationException(counts.Failure);
    }
}
