namespace KvFleet.Benchmarks.Stores;

/// <summary>
/// What size classes waste after a long random mix of values, in percent of the memory they take: unused ends of blocks, and free blocks in rows that are cut
/// up. The mix is what KV caches store through RESP: chunks of 256 tokens of several models, whole or partial, keys of metadata, and sizes between.
/// </summary>
internal sealed class WasteBenchmark : IBenchmark
{
    private const long Stride = 2L << 20;
    private const long RowBytes = 4L << 30;
    private const int Operations = 300_000;
    private const double Goal = 5;

    // Bytes of one token's KV: Llama 8B and 70B (TP 4), Qwen 32B (TP 2), DeepSeek (MLA), a small model.
    private static readonly int[] TokenBytes = [131_072, 81_920, 131_072, 70_272, 28_672];

    /// <inheritdoc/>
    public string Name => "store.waste";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        using var memory = new StoreMemoryFiles(RowBytes, StoreMemoryFiles.IndexBytes(400_000));
        using var store = memory.Open(Stride, out _);
        var random = new Random(42);
        var worst = 0.0;
        for (var operation = 0; operation < Operations; operation++)
        {
            var key = BitConverter.GetBytes(random.NextInt64(2_000_000));
            if (random.Next(8) == 0)
            {
                store.Remove(key);
                continue;
            }

            var reservation = store.TryReserve(key, NextLength(random), default);
            if (reservation.Slot is { } slot)
            {
                slot.Commit();
                slot.Dispose();
            }

            if (operation > Operations / 10 && operation % 1000 == 0)
                worst = Math.Max(worst, Waste(store));
        }

        var statistics = store.Statistics;
        var value = Waste(store);
        return Task.FromResult(new BenchmarkResult(Name, value, "%", "goal", value / Goal, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["worst"] = worst,
            ["ends"] = 100.0 * (statistics.UsedBytes - statistics.ValueBytes) / statistics.UsedBytes,
            ["filled"] = 100.0 * statistics.ValueBytes / statistics.CapacityBytes,
            ["keys"] = statistics.Keys,
            ["evictions"] = statistics.Evictions,
        }));
    }

    private static double Waste(Store.PoolStore store)
    {
        var statistics = store.Statistics;
        return 100.0 * (statistics.UsedBytes + statistics.PartialBytes - statistics.ValueBytes) / (statistics.UsedBytes + statistics.PartialBytes);
    }

    private static long NextLength(Random random)
    {
        const int ChunkTokens = 256;
        var token = TokenBytes[random.Next(TokenBytes.Length)];
        return random.Next(10) switch
        {
            < 5 => (long)token * ChunkTokens / 16,
            < 7 => (long)token * (1 + random.Next(ChunkTokens)) / 16,
            < 9 => (long)Math.Exp(Math.Log(8 << 10) + (random.NextDouble() * Math.Log(1024))),
            _ => (long)token * ChunkTokens,
        };
    }
}
