namespace KvFleet.Prometheus;

/// <summary>What <see cref="PrometheusCollector"/> listens to and how much it is willing to remember.</summary>
public sealed class PrometheusOptions
{
    /// <summary>
    /// Names of the meters to expose. A trailing <c>*</c> matches every meter that starts with the text before it.
    /// The default takes this product's meters and the runtime's own (garbage collector, thread pool, exceptions).
    /// </summary>
    public IList<string> Meters { get; } = ["KvFleet.*", "System.Runtime"];

    /// <summary>
    /// The most label combinations one metric may have. Further ones are added up under
    /// <c>otel_metric_overflow="true"</c> (gauges: dropped), so that a label with unbounded values costs a wrong
    /// figure instead of the process's memory.
    /// </summary>
    public int MaxSeriesPerMetric { get; set; } = 2000;

    /// <summary>Upper bounds, ascending, of histograms whose instrument gives no advice. The unit is the instrument's.</summary>
    public IReadOnlyList<double> DefaultHistogramBuckets { get; set; } =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    internal bool Includes(string meter)
    {
        foreach (var pattern in Meters)
        {
            var matches = pattern.EndsWith('*')
                ? meter.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
                : string.Equals(meter, pattern, StringComparison.Ordinal);
            if (matches)
                return true;
        }

        return false;
    }
}
