using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using KvFleet.Prometheus.Naming;

namespace KvFleet.Prometheus;

/// <summary>All series of one metric name. Several instruments of that name and kind feed the same family.</summary>
internal sealed class MetricFamily
{
    private readonly ConcurrentDictionary<LabelSet, MetricSeries> _series = new(LabelSetComparer.Instance);
    private readonly ConcurrentDictionary<LabelSet, MetricSeries>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _byTags;
    private readonly double[] _bounds;
    private readonly int _maxSeries;
    private int _count;
    private long _overflowed;

    public MetricFamily(MetricName name, string? help, SeriesKind kind, double[] bounds, int maxSeries)
    {
        Name = name;
        Help = help ?? string.Empty;
        Kind = kind;
        _bounds = bounds;
        _maxSeries = maxSeries;
        _byTags = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public MetricName Name { get; }

    public string Help { get; }

    public SeriesKind Kind { get; }

    /// <summary>How many measurements found no room for their labels.</summary>
    public long Overflowed => Interlocked.Read(ref _overflowed);

    /// <summary>Applies one measurement; <paramref name="scrape"/> is the number of the scrape in progress.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, RecordMode mode, int scrape)
    {
        if (!TryFind(tags, mode, out var series))
            return;

        if (mode == RecordMode.Add)
        {
            series.Add(value);
            return;
        }

        series.Set(value);
        if (mode == RecordMode.Observe)
            series.ObservedIn = scrape;
    }

    /// <summary>The series in the order of their labels, without those that <paramref name="scrape"/> no longer observed.</summary>
    public List<MetricSeries> Snapshot(int scrape)
    {
        var live = new List<MetricSeries>();
        foreach (var (labels, series) in _series)
        {
            var observedIn = series.ObservedIn;
            if (observedIn == 0 || observedIn == scrape)
                live.Add(series);
            else if (_series.TryRemove(labels, out _))
                Interlocked.Decrement(ref _count);
        }

        live.Sort(static (a, b) => string.CompareOrdinal(a.Labels.Text, b.Labels.Text));
        return live;
    }

    private bool TryFind(ReadOnlySpan<KeyValuePair<string, object?>> tags, RecordMode mode, [NotNullWhen(true)] out MetricSeries? series)
    {
        if (_byTags.TryGetValue(tags, out series))
            return true;

        if (Volatile.Read(ref _count) < _maxSeries)
        {
            series = AddSeries(LabelSet.From(tags));
            return true;
        }

        Interlocked.Increment(ref _overflowed);
        // Differences add up to something true under one label; values of different things do not.
        series = mode == RecordMode.Add ? AddSeries(LabelSet.Overflow) : null;
        return series is not null;
    }

    private MetricSeries AddSeries(LabelSet labels)
    {
        MetricSeries created = Kind == SeriesKind.Histogram ? new HistogramSeries(labels, _bounds) : new NumberSeries(labels);
        var kept = _series.GetOrAdd(labels, created);
        if (ReferenceEquals(kept, created))
            Interlocked.Increment(ref _count);
        return kept;
    }
}
