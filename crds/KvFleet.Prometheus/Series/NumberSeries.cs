namespace KvFleet.Prometheus;

/// <summary>A counter or gauge.</summary>
internal sealed class NumberSeries(LabelSet labels) : MetricSeries(labels)
{
    private double _value;

    public double Value => Volatile.Read(ref _value);

    public override void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            // Compared as bits: NaN is not equal to itself and would spin here for ever.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = before;
        }
    }

    public override void Set(double value) => Volatile.Write(ref _value, value);
}
