namespace KvFleet.Benchmarks.Stores;

/// <summary>Gets of 2 MiB rows into private memory in batches of 16 by the C# client, against one core's memcpy over the same set.</summary>
internal sealed class GetBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "store.get.2MiB.cs";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken) => LargeRows.RunAsync(Name, static (set, client) => set.Get(client), cancellationToken);
}
