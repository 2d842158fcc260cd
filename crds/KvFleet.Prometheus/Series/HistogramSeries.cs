namespace KvFleet.Prometheus;

/// <summary>A histogram with fixed upper bounds; the bucket above the last bound is implicit.</summary>
internal sealed class HistogramSeries(LabelSet labels, double[] bounds) : MetricSeries(labels)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public double[] Bounds => bounds;

    public override void Add(double value)
    {
        // One NaN would make the sum NaN for the rest of the process's life.
        if (double.IsNaN(value))
            return;

        var at = Array.BinarySearch(bounds, value);
        var bucket = at >= 0 ? at : ~at;
        lock (_lock)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    /// <summary>A histogram has no single value to set; an observation is what was meant.</summary>
    public override void Set(double value) => Add(value);

    /// <summary>Copies counts per bucket (not cumulated) into <paramref name="counts"/>; returns the sum of the same moment.</summary>
    public double Read(Span<long> counts)
    {
        lock (_lock)
        {
            _counts.CopyTo(counts);
            return _sum;
        }
    }
}
