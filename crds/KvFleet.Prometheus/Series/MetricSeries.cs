namespace KvFleet.Prometheus;

/// <summary>The value of one metric for one label set.</summary>
internal abstract class MetricSeries(LabelSet labels)
{
    private int _observedIn;

    public LabelSet Labels { get; } = labels;

    /// <summary>The scrape that last observed this series; 0 if it is pushed, not observed.</summary>
    public int ObservedIn
    {
        get => Volatile.Read(ref _observedIn);
        set => Volatile.Write(ref _observedIn, value);
    }

    /// <summary>Adds a difference or an observation.</summary>
    public abstract void Add(double value);

    /// <summary>Replaces the value.</summary>
    public abstract void Set(double value);
}
