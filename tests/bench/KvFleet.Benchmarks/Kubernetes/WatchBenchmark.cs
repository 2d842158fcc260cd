namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>
/// Changes of pods of 4 KiB a second that an informer over 10,000 of them takes from a server that never stops, on one core: off TLS and HTTP/2, read, stored, filed in an index, told to a
/// handler and through a queue. Beside it the serializer alone over the same events in memory, by processor time.
/// </summary>
internal sealed class WatchBenchmark : IBenchmark
{
    private const int Runs = 3;

    /// <inheritdoc/>
    public string Name => "runtime.watch";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await CannedApiServer.StartAsync(ListRuns.Pods, changes: true);
        List<IReadOnlyDictionary<string, double>> runs = [];
        for (var run = 0; run < Runs; run++)
            runs.Add(await InformerProcess.MeasureAsync("watch", server.Uri, oneCore: true, cancellationToken));

        var (ours, peer) = (Middle("perProcessorSecond"), Middle("serializerPerProcessorSecond"));
        var details = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["runs"] = Runs,
            ["perProcessorSecond"] = ours,
            ["serializerPerProcessorSecond"] = peer,
        };
        return new BenchmarkResult(Name, Middle("perSecond"), "events/s", "serializer", ours / peer, details);

        double Middle(string figure) => Median.Of(runs.Select(r => r[figure]));
    }
}
