using System.Diagnostics;

namespace KvFleet.Benchmarks.Stores;

/// <summary>Time until 500,000 values of an agent before are served again.</summary>
internal sealed class ReattachBenchmark : IBenchmark
{
    private const int Entries = 500_000;
    private const long Stride = 4096;
    private const int Rounds = 5;
    private const double Goal = 1;

    /// <inheritdoc/>
    public string Name => "store.reattach.500k";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        using var memory = new StoreMemoryFiles(Entries * Stride, StoreMemoryFiles.IndexBytes(Entries));
        using (var before = memory.Open(Stride, out _))
        {
            for (var entry = 0; entry < Entries; entry++)
            {
                using var slot = before.TryReserve(KeyTableBenchmark.KeyOf(entry), Stride, default).Slot ?? throw new InvalidOperationException("There is no room for all.");
                slot.Commit();
            }
        }

        List<double> times = [];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            using var store = memory.Open(Stride, out var load);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (load.Kept != Entries || load.Dropped != 0)
                throw new InvalidOperationException($"{load.Kept} values were kept and {load.Dropped} dropped of {Entries}.");
        }

        // The first is what an agent sees after its start.
        return Task.FromResult(new BenchmarkResult(Name, times[0], "s", "goal", times[0] / Goal, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["median"] = Median.Of(times),
            ["fastest"] = times.Min(),
        }));
    }
}
