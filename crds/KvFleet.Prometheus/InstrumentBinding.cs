using System.Diagnostics.Metrics;

namespace KvFleet.Prometheus;

/// <summary>Which family an instrument feeds, and how.</summary>
internal sealed record InstrumentBinding(MetricFamily Family, RecordMode Mode)
{
    /// <summary>The series kind and record mode for an instrument, or null for a kind of instrument that is not known.</summary>
    public static (SeriesKind Kind, RecordMode Mode)? Classify(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType)
            return null;

        var open = type.GetGenericTypeDefinition();
        if (open == typeof(Counter<>))
            return (SeriesKind.Counter, RecordMode.Add);
        if (open == typeof(ObservableCounter<>))
            return (SeriesKind.Counter, RecordMode.Observe);
        if (open == typeof(UpDownCounter<>))
            return (SeriesKind.Gauge, RecordMode.Add);
        if (open == typeof(ObservableUpDownCounter<>) || open == typeof(ObservableGauge<>))
            return (SeriesKind.Gauge, RecordMode.Observe);
        if (open == typeof(Gauge<>))
            return (SeriesKind.Gauge, RecordMode.Set);
        if (open == typeof(Histogram<>))
            return (SeriesKind.Histogram, RecordMode.Add);
        return null;
    }

    /// <summary>The bucket bounds that the author of a histogram advised, in ascending order, or null.</summary>
    public static double[]? AdvisedBounds(Instrument instrument) => instrument switch
    {
        Histogram<double> h => Convert(h.Advice?.HistogramBucketBoundaries),
        Histogram<float> h => Convert(h.Advice?.HistogramBucketBoundaries),
        Histogram<decimal> h => Convert(h.Advice?.HistogramBucketBoundaries),
        Histogram<long> h => Convert(h.Advice?.HistogramBucketBoundaries),
        Histogram<int> h => Convert(h.Advice?.HistogramBucketBoundaries),
        Histogram<short> h => Convert(h.Advice?.HistogramBucketBoundaries),
        Histogram<byte> h => Convert(h.Advice?.HistogramBucketBoundaries),
        _ => null,
    };

    private static double[]? Convert<T>(IReadOnlyList<T>? bounds)
        where T : struct, IConvertible =>
        bounds is null ? null : [.. bounds.Select(static b => b.ToDouble(provider: null))];
}
