namespace KvFleet.Benchmarks;

/// <summary>One benchmark: a class per file, listed in <see cref="Catalog"/>.</summary>
public interface IBenchmark
{
    /// <summary>The RESULT name it prints, such as <c>planner.1000x20</c>.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    /// <param name="cancellationToken">Ends the measurement early.</param>
    Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken);
}
