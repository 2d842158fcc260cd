using System.Globalization;

namespace KvFleet.Benchmarks.Scale;

/// <summary>Afterwards one node loses half of its memory: until the last write that follows from it. The median of several nodes; the artifact has all.</summary>
internal sealed class ScaleChangeBenchmark : IBenchmark
{
    private const double GoalSeconds = 1;

    /// <inheritdoc/>
    public string Name => "scale.change_1000";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var run = await ScaleRun.GetAsync(cancellationToken);
        var median = Median.Of(run.ChangeSeconds);
        var details = run.ChangeSeconds.Select(static (seconds, index) => (index, seconds)).ToDictionary(static c => c.index.ToString(CultureInfo.InvariantCulture), static c => c.seconds, StringComparer.Ordinal);
        return new BenchmarkResult(Name, median, "s", "goal", median / GoalSeconds, details);
    }
}
