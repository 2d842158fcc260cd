namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>
/// An informer over 10,000 pods of 4 KiB, from its start to all objects in the store with an index, in a process that has done nothing before: code is compiled, connections are made.
/// Beside it a program that does no more than fetch and deserialise the same list.
/// </summary>
internal sealed class ListBenchmark : IBenchmark
{
    private const int Runs = 5;

    /// <inheritdoc/>
    public string Name => "runtime.list_10000";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await CannedApiServer.StartAsync(ListRuns.Pods);
        await using var streaming = await CannedApiServer.StartAsync(ListRuns.Pods, streams: true);
        var runs = new ListRuns();
        for (var run = 0; run < Runs; run++)
        {
            await runs.AddAsync("list", server, cancellationToken);
            await runs.AddAsync("plain", server, cancellationToken);
            await runs.AddAsync("warm-list", server, cancellationToken);
            await runs.AddAsync("list", streaming, cancellationToken, "streamed");
        }

        var (value, peer) = (runs.Median("list", "seconds"), runs.Median("plain", "seconds"));
        var details = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["runs"] = Runs,
            ["plainSeconds"] = peer,
            ["processorSeconds"] = runs.Median("list", "processorSeconds"),
            ["warmSeconds"] = runs.Median("warm-list", "seconds"),
            ["streamedSeconds"] = runs.Median("streamed", "seconds"),
        };
        return new BenchmarkResult(Name, value, "s", "serializer", value / peer, details);
    }
}
