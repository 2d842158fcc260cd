namespace KvFleet.Benchmarks.Stores;

/// <summary>Puts of 2 MiB rows in batches of 16 by the C# client, against one core's memcpy over the same set.</summary>
internal sealed class PutBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "store.put.2MiB.cs";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken) => LargeRows.RunAsync(Name, static (set, client) => set.Put(client), cancellationToken);
}
