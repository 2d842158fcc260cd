using System.Globalization;
using KvFleet.Model.Reuse;

namespace KvFleet.Benchmarks.Reuse;

/// <summary>How far sampled curves are from the exact one: raw and behind a cache in accelerator memory, at 5 % and adaptive, over ten seeds.</summary>
internal static class CurveErrors
{
    private const int Seeds = 10;
    private const int AcceleratorBlocks = 10_000;

    private static readonly (string Name, ReuseSamplerOptions Options)[] Samplers =
    [
        ("fivePercent", new ReuseSamplerOptions { MaxRate = 0.05 }),
        ("adaptive", new ReuseSamplerOptions { MaxKeys = 8192 }),
    ];

    /// <summary>Capacities at which the trace's hit ratios are known from elsewhere: .044, .110, .211, .287, .355.</summary>
    private static readonly int[] Published = [1000, 5000, 10_000, 20_000, 50_000];

    /// <summary>By stream and sampler, the mean and the worst difference of hit ratios.</summary>
    internal static IReadOnlyDictionary<string, double> Measure(CancellationToken cancellationToken)
    {
        var raw = ReuseStream.Raw(ReuseTrace.Lines());
        var details = Published.ToDictionary(blocks => string.Create(CultureInfo.InvariantCulture, $"raw.exact.{blocks}"), blocks => raw.ExactAt(blocks), StringComparer.Ordinal);
        foreach (var (place, stream) in new[] { ("raw", raw), ("residual", raw.Behind(AcceleratorBlocks)) })
        {
            foreach (var (name, options) in Samplers)
            {
                List<double> errors = [];
                for (var seed = 0UL; seed < Seeds; seed++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    errors.AddRange(Errors(stream, options with { Seed = (seed + 1) * 0x9E37_79B9_7F4A_7C15 }));
                }

                details[$"{place}.{name}.mean"] = errors.Average();
                details[$"{place}.{name}.max"] = errors.Max();
            }
        }

        return details;
    }

    private static IEnumerable<double> Errors(ReuseStream stream, ReuseSamplerOptions options)
    {
        var sampler = new ReuseSampler(options);
        foreach (var prompt in stream.Prompts)
        {
            sampler.Observe(prompt);
        }

        var curve = sampler.Curve();
        return stream.Capacities.Select((blocks, index) => Math.Abs(curve.HitRatio(blocks) - stream.Exact[index]));
    }
}
