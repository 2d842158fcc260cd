namespace KvFleet.Benchmarks.Soak;

/// <summary>What an operator costs that has nothing to do: processor time in percent of a core, lease and watches included.</summary>
internal sealed class SoakIdleBenchmark : IBenchmark
{
    private const double GoalPercent = 1;

    /// <inheritdoc/>
    public string Name => "runtime.soak.idle_cpu";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var run = await SoakRun.GetAsync(cancellationToken);
        return new BenchmarkResult(Name, run.IdlePercent, "%", "goal", run.IdlePercent / GoalPercent, run.Details);
    }
}
