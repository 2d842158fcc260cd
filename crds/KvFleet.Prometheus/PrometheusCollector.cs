using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KvFleet.Prometheus.Exposition;
using KvFleet.Prometheus.Naming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KvFleet.Prometheus;

/// <summary>
/// Listens to the chosen meters of this process and writes what they measured in a Prometheus text format.
/// It listens from construction on: counters recorded earlier are not seen, so construct it before work starts.
/// </summary>
public sealed partial class PrometheusCollector : IDisposable
{
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _scraping = new();
    private readonly PrometheusOptions _options;
    private readonly ILogger _logger;
    private readonly double[] _defaultBounds;
    private int _scrape;

    /// <summary>Starts listening.</summary>
    public PrometheusCollector(IOptions<PrometheusOptions> options, ILogger<PrometheusCollector> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _logger = logger;
        _defaultBounds = [.. _options.DefaultHistogramBuckets];
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record((double)value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(value, tags, state));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments for their values, then writes every metric, ordered by name.</summary>
    /// <param name="destination">Takes UTF-8 text.</param>
    /// <param name="format">The text format.</param>
    public void Collect(IBufferWriter<byte> destination, ExpositionFormat format)
    {
        ArgumentNullException.ThrowIfNull(destination);

        // Two scrapes at once would take each other's observed series for gone.
        lock (_scraping)
        {
            _scrape++;
            ObserveInstruments();
            var writer = new ExpositionWriter(destination, format);
            foreach (var family in Ordered())
                writer.WriteFamily(family, family.Snapshot(_scrape));
            writer.WriteEnd();
        }
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private void ObserveInstruments()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException e)
        {
            // The listener has called every instrument and gathered what failed: the others are worth serving.
            LogObservationFailed(e);
        }
    }

    private List<MetricFamily> Ordered()
    {
        var families = _families.Values.ToList();
        var overflow = OverflowFamily(families);
        if (overflow is not null)
            families.Add(overflow);
        families.Sort(static (a, b) => string.CompareOrdinal(a.Name.Full, b.Name.Full));
        return families;
    }

    private MetricFamily? OverflowFamily(List<MetricFamily> families)
    {
        MetricFamily? overflow = null;
        foreach (var family in families)
        {
            if (family.Overflowed == 0)
                continue;

            overflow ??= new MetricFamily(
                MetricName.From("prometheus_exporter_overflowed_measurements", unit: null, SeriesKind.Counter),
                "Measurements whose labels found no room because the metric has too many label sets.",
                SeriesKind.Counter,
                [],
                int.MaxValue);
            overflow.Record(family.Overflowed, [new("metric", family.Name.Full)], RecordMode.Set, _scrape);
        }

        return overflow;
    }

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (!_options.Includes(instrument.Meter.Name) || InstrumentBinding.Classify(instrument) is not { } found)
            return;

        var name = MetricName.From(instrument.Name, instrument.Unit, found.Kind);
        var bounds = InstrumentBinding.AdvisedBounds(instrument) ?? _defaultBounds;
        var family = _families.GetOrAdd(
            name.Full,
            _ => new MetricFamily(name, instrument.Description, found.Kind, bounds, _options.MaxSeriesPerMetric));

        // One name with two types makes a scraper refuse the whole page; the first one keeps the name.
        if (family.Kind != found.Kind)
        {
            LogTypeConflict(instrument.Meter.Name, instrument.Name, name.Full, family.Kind);
            return;
        }

        listener.EnableMeasurementEvents(instrument, new InstrumentBinding(family, found.Mode));
    }

    private void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (state is InstrumentBinding binding)
            binding.Family.Record(value, tags, binding.Mode, _scrape);
    }

    [LoggerMessage(1, LogLevel.Warning, "Instrument {Instrument} of meter {Meter} is not exposed: {Metric} is already a {Kind}; give it another name")]
    private partial void LogTypeConflict(string meter, string instrument, string metric, SeriesKind kind);

    [LoggerMessage(2, LogLevel.Warning, "At least one observable metric failed to report; the others are served")]
    private partial void LogObservationFailed(Exception exception);
}
