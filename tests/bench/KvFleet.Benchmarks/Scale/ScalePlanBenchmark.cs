namespace KvFleet.Benchmarks.Scale;

/// <summary>1,000 nodes, 20 pools: from the start of the operator until every holder pod, KVCacheNode and status is written.</summary>
internal sealed class ScalePlanBenchmark : IBenchmark
{
    private const double GoalSeconds = 30;

    /// <inheritdoc/>
    public string Name => "scale.plan_1000";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var run = await ScaleRun.GetAsync(cancellationToken);
        return new BenchmarkResult(Name, run.PlanSeconds, "s", "goal", run.PlanSeconds / GoalSeconds, run.Details);
    }
}
