using System.Diagnostics;
using System.Security.Cryptography;
using KvFleet.TestClient;

namespace KvFleet.Benchmarks.Stores;

/// <summary>Lookups through the key table of a running agent, on one core: keys of 36 bytes, their tags computed, every second one absent.</summary>
internal sealed class KeyTableBenchmark : IBenchmark
{
    private const int Stride = 4096;
    private const int Keys = 200_000;
    private const int Batch = 512;
    private const int Rounds = 9;
    private const double Goal = 2_000_000;

    /// <inheritdoc/>
    public string Name => "store.lookup";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await StoreServer.StartAsync(1200L << 20, Stride, cancellationToken);
        using var client = server.Connect();
        Fill(client);
        var asked = Enumerable.Range(0, Keys * 2).Select(KeyOf).ToArray();
        Random.Shared.Shuffle(asked);
        List<double> rates = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var found = 0;
            var start = Stopwatch.GetTimestamp();
            foreach (var key in asked)
                found += client.TryFind(key, out _, out _) ? 1 : 0;
            var rate = asked.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (found != Keys)
                throw new InvalidOperationException($"{found} keys were found of {Keys}.");
            if (round > 0)
                rates.Add(rate);
        }

        var value = Median.Of(rates);
        return new BenchmarkResult(Name, value, "keys/s", "goal", value / Goal, new Dictionary<string, double>(StringComparer.Ordinal) { ["fastest"] = rates.Max(), ["keys"] = Keys });
    }

    internal static byte[] KeyOf(int number)
    {
        var key = new byte[36];
        SHA256.HashData(BitConverter.GetBytes(number), key);
        return key;
    }

    internal static void Fill(StoreClient client, int keys = Keys)
    {
        var value = new byte[Stride];
        for (var first = 0; first < keys; first += Batch)
        {
            var batch = Enumerable.Range(first, Math.Min(Batch, keys - first)).Select(KeyOf).ToArray();
            client.Put(batch, [.. batch.Select(_ => (ReadOnlyMemory<byte>)value)]);
        }
    }
}
