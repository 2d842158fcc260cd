namespace KvFleet.Benchmarks.Disks;

/// <summary>How fast the local disk tier writes rows out of memory, against fio with blocks of the same size and as many under way.</summary>
internal sealed class DiskWriteBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "disk.write";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken) => DiskComparison.RunAsync(Name, "write", static store => store.Write(), cancellationToken);
}
