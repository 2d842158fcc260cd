using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KvFleet.Prometheus.Tests;

/// <summary>A meter of its own and a collector that listens to nothing else.</summary>
internal sealed class Scraper : IDisposable
{
    private readonly PrometheusCollector _collector;

    public Scraper(Action<PrometheusOptions>? configure = null)
    {
        var name = "test." + Guid.NewGuid().ToString("N");
        Meter = new Meter(name);
        var options = new PrometheusOptions();
        options.Meters.Clear();
        options.Meters.Add(name);
        configure?.Invoke(options);
        _collector = new PrometheusCollector(Options.Create(options), NullLogger<PrometheusCollector>.Instance);
    }

    public Meter Meter { get; }

    public string Text() => Collect(ExpositionFormat.PrometheusText);

    public string OpenMetrics() => Collect(ExpositionFormat.OpenMetrics);

    public void Dispose()
    {
        _collector.Dispose();
        Meter.Dispose();
    }

    private string Collect(ExpositionFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        _collector.Collect(buffer, format);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
