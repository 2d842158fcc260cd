using System.Diagnostics;

namespace KvFleet.Benchmarks.Stores;

/// <summary>A lookup of 64 keys over the socket: the round trip as a client sees it.</summary>
internal sealed class LookupBenchmark : IBenchmark
{
    private const int Batch = 64;
    private const int Rounds = 5000;
    private const int WarmUp = 500;
    private const double Goal = 100;

    /// <inheritdoc/>
    public string Name => "store.lookup64";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await StoreServer.StartAsync(256L << 20, 4096, cancellationToken);
        using var client = server.Connect();
        KeyTableBenchmark.Fill(client, 20_000);
        List<double> times = [];
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var keys = Enumerable.Range(round % 200 * Batch, Batch).Select(KeyTableBenchmark.KeyOf).ToArray();
            var start = Stopwatch.GetTimestamp();
            var records = client.Lookup(keys);
            var time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (records.Length != Batch || records.Any(static record => record.State != 1))
                throw new InvalidOperationException("A key was not found.");
            if (round >= WarmUp)
                times.Add(time);
        }

        var value = Median.Of(times);
        return new BenchmarkResult(Name, value, "us", "goal", value / Goal, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["p10"] = Shares.Quantile(times, 0.1),
            ["p99"] = Shares.Quantile(times, 0.99),
        });
    }
}
