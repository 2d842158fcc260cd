using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>A meter factory of its own, and what its instruments measured.</summary>
internal sealed class Metering : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);

    public Metering()
    {
        Factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, Factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Record(i, value, tags));
        _listener.Start();
    }

    public IMeterFactory Factory { get; }

    /// <summary>Sums of counters, last values of gauges, numbers of histogram observations; series as <c>name{tag=value,…}</c>.</summary>
    public double this[string series]
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _values.TryGetValue(series, out var value) ? value : throw new KeyNotFoundException($"{series} is not among: {string.Join(", ", _values.Keys.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>Like the indexer, but 0 for a series that is not there.</summary>
    public double Find(string series) => _values.GetValueOrDefault(series);

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
        var series = labels.Length == 0 ? instrument.Name : $"{instrument.Name}{{{labels}}}";
        var kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(ObservableGauge<>) || kind == typeof(Gauge<>) || kind == typeof(ObservableCounter<>))
            _values[series] = value;
        else if (kind == typeof(Histogram<>))
            _values.AddOrUpdate(series, 1, (_, sum) => sum + 1);
        else
            _values.AddOrUpdate(series, value, (_, sum) => sum + value);
    }
}
