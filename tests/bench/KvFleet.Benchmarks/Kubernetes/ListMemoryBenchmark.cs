namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>
/// What an informer over 10,000 pods of 4 KiB adds to the anonymous memory of a process that has listed ten before: at most, while it lists. The payload is what the server sends, managed
/// fields included.
/// </summary>
internal sealed class ListMemoryBenchmark : IBenchmark
{
    private const int Runs = 5;

    /// <inheritdoc/>
    public string Name => "runtime.list_10000.mem";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await CannedApiServer.StartAsync(ListRuns.Pods);
        await using var streaming = await CannedApiServer.StartAsync(ListRuns.Pods, streams: true);
        var runs = new ListRuns();
        for (var run = 0; run < Runs; run++)
        {
            await runs.AddAsync("warm-list", server, cancellationToken);
            await runs.AddAsync("warm-plain", server, cancellationToken);
            await runs.AddAsync("warm-list", streaming, cancellationToken, "streamed");
        }

        const double payload = (double)ListRuns.Pods * PodSamples.Bytes;
        var value = runs.Median("warm-list", "peakBytes");
        var details = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["runs"] = Runs,
            ["payloadBytes"] = payload,
            ["settledRatio"] = runs.Median("warm-list", "settledBytes") / payload,
            ["liveRatio"] = runs.Median("warm-list", "liveBytes") / payload,
            ["allocatedRatio"] = runs.Median("warm-list", "allocatedBytes") / payload,
            ["collections"] = runs.Median("warm-list", "collections"),
            ["streamedRatio"] = runs.Median("streamed", "peakBytes") / payload,
            ["plainRatio"] = runs.Median("warm-plain", "peakBytes") / payload,
            ["plainLiveRatio"] = runs.Median("warm-plain", "liveBytes") / payload,
        };
        return new BenchmarkResult(Name, value / 1e6, "MB", "payload", value / payload, details);
    }
}
