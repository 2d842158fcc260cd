namespace KvFleet.Benchmarks.Soak;

/// <summary>Whether memory grows while 100 pods a second come and go: the end of the run over its first half. The artifact says how long it was and how many there really were.</summary>
internal sealed class SoakGrowthBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "runtime.soak.growth";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var run = await SoakRun.GetAsync(cancellationToken);
        return new BenchmarkResult(Name, run.Details["lateMegabytes"], "MB", "earlier", run.Growth, run.Details);
    }
}
