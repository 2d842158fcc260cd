namespace KvFleet.Benchmarks.Disks;

/// <summary>How fast the local disk tier brings rows back into memory, against fio with blocks of the same size and as many under way.</summary>
internal sealed class DiskReadBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "disk.read";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken) => DiskComparison.RunAsync(Name, "read", static store => store.Read(), cancellationToken);
}
