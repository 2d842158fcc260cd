using System.Diagnostics;
using KvFleet.Model.Reuse;

namespace KvFleet.Benchmarks.Reuse;

/// <summary>What a use costs the sampler, on the trace: at its defaults, at 5 %, and adaptive in little memory. The dearest counts, each by its median run. The exact stack in the same run is the peer.</summary>
internal sealed class ReuseCostBenchmark : IBenchmark
{
    private const int Runs = 15;

    private static readonly (string Name, ReuseSamplerOptions Options)[] Samplers =
    [
        ("defaults", new ReuseSamplerOptions()),
        ("fivePercent", new ReuseSamplerOptions { MaxRate = 0.05 }),
        ("adaptive", new ReuseSamplerOptions { MaxKeys = 8192 }),
    ];

    /// <inheritdoc/>
    public string Name => "mrc.ns";

    /// <inheritdoc/>
    public Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var stream = ReuseStream.Raw(ReuseTrace.Lines());
        var details = Samplers.ToDictionary(sampler => sampler.Name, sampler => Nanoseconds(stream, () => new ReuseSampler(sampler.Options).Observe, cancellationToken), StringComparer.Ordinal);
        var value = details.Values.Max();
        details["exact"] = Nanoseconds(stream, () => Exact(stream), cancellationToken);
        return Task.FromResult(new BenchmarkResult(Name, value, "ns", "exact stack", value / details["exact"], details));
    }

    private static Action<ReadOnlySpan<ulong>> Exact(ReuseStream stream)
    {
        var stack = new ExactStack(stream.Uses);
        return keys => stack.Observe(keys);
    }

    private static double Nanoseconds(ReuseStream stream, Func<Action<ReadOnlySpan<ulong>>> make, CancellationToken cancellationToken)
        => Enumerable.Range(0, Runs).Select(_ =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var observe = make();
            var started = Stopwatch.GetTimestamp();
            foreach (var prompt in stream.Prompts)
            {
                observe(prompt);
            }

            return Stopwatch.GetElapsedTime(started).TotalNanoseconds / stream.Uses;
        }).Order().ElementAt(Runs / 2);
}
