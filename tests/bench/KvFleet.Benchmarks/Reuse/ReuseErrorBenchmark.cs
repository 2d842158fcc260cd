namespace KvFleet.Benchmarks.Reuse;

/// <summary>The sampler against the exact curve; the worst case of stream and rate counts.</summary>
internal sealed class ReuseErrorBenchmark(string figure, double goal) : IBenchmark
{
    private static readonly Lock Once = new();
    private static IReadOnlyDictionary<string, double>? s_errors;

    /// <inheritdoc/>
    public string Name => $"mrc.error.{figure}";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        lock (Once)
        {
            s_errors ??= CurveErrors.Measure(cancellationToken);
        }

        var value = s_errors.Where(error => error.Key.EndsWith($".{figure}", StringComparison.Ordinal)).Max(error => error.Value);
        return Task.FromResult(new BenchmarkResult(Name, value, "hit ratio", "exact", value / goal, s_errors));
    }
}
