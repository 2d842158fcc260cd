using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace KvFleet.Prometheus.Exposition;

/// <summary>
/// Writes families as Prometheus text 0.0.4 or OpenMetrics 1.0.0. The two differ in the counter's family name,
/// in UNIT and EOF lines, in escaping of help texts and in how a bucket bound is spelled.
/// Sources: prometheus.io/docs/instrumenting/exposition_formats and the OpenMetrics 1.0 specification.
/// </summary>
internal sealed class ExpositionWriter(IBufferWriter<byte> destination, ExpositionFormat format)
{
    private bool OpenMetrics => format == ExpositionFormat.OpenMetrics;

    public void WriteFamily(MetricFamily family, List<MetricSeries> series)
    {
        if (series.Count == 0)
            return;

        WriteHeader(family);
        foreach (var one in series)
        {
            if (one is HistogramSeries histogram)
                WriteHistogram(family.Name.Full, histogram);
            else if (one is NumberSeries number)
                WriteSample(family.Name.Full, default, number.Labels.Utf8.Span, default, number.Value);
        }
    }

    /// <summary>Ends the exposition. Only OpenMetrics has an end mark.</summary>
    public void WriteEnd()
    {
        if (OpenMetrics)
            destination.Write("# EOF\n"u8);
    }

    private void WriteHeader(MetricFamily family)
    {
        var name = OpenMetrics ? family.Name.Base : family.Name.Full;
        if (family.Help.Length > 0)
        {
            destination.Write("# HELP "u8);
            Write(name);
            destination.Write(" "u8);
            WriteHelp(family.Help);
            destination.Write("\n"u8);
        }

        destination.Write("# TYPE "u8);
        Write(name);
        destination.Write(family.Kind switch
        {
            SeriesKind.Counter => " counter\n"u8,
            SeriesKind.Gauge => " gauge\n"u8,
            _ => " histogram\n"u8,
        });

        if (OpenMetrics && family.Name.Unit.Length > 0)
        {
            destination.Write("# UNIT "u8);
            Write(name);
            destination.Write(" "u8);
            Write(family.Name.Unit);
            destination.Write("\n"u8);
        }
    }

    private void WriteHistogram(string name, HistogramSeries histogram)
    {
        var labels = histogram.Labels.Utf8.Span;
        var counts = new long[histogram.Bounds.Length + 1];
        var sum = histogram.Read(counts);
        var cumulative = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            cumulative += counts[i];
            var bound = i < histogram.Bounds.Length ? Bound(histogram.Bounds[i]) : "+Inf";
            WriteSample(name, "_bucket"u8, labels, bound, cumulative);
        }

        WriteSample(name, "_sum"u8, labels, default, sum);
        WriteSample(name, "_count"u8, labels, default, cumulative);
    }

    private void WriteSample(string name, ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> labels, string? bound, double value)
    {
        Write(name);
        destination.Write(suffix);
        if (labels.Length > 0 || bound is not null)
        {
            destination.Write("{"u8);
            destination.Write(labels);
            if (bound is not null)
            {
                destination.Write(labels.Length > 0 ? ",le=\""u8 : "le=\""u8);
                Write(bound);
                destination.Write("\""u8);
            }

            destination.Write("}"u8);
        }

        destination.Write(" "u8);
        WriteNumber(value);
        destination.Write("\n"u8);
    }

    // OpenMetrics wants bounds in one canonical spelling, so that le="1" and le="1.0" are not two series.
    private string Bound(double bound)
    {
        var text = bound.ToString("R", CultureInfo.InvariantCulture);
        return OpenMetrics && text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    private void WriteNumber(double value)
    {
        if (double.IsPositiveInfinity(value))
        {
            destination.Write("+Inf"u8);
        }
        else if (double.IsNegativeInfinity(value))
        {
            destination.Write("-Inf"u8);
        }
        else
        {
            var span = destination.GetSpan(32);
            if (!Utf8Formatter.TryFormat(value, span, out var written))
                throw new FormatException($"{value:R} needs more than 32 characters");
            destination.Advance(written);
        }
    }

    private void WriteHelp(string help)
    {
        foreach (var c in help.EnumerateRunes())
        {
            var escaped = c.Value switch
            {
                '\\' => "\\\\"u8,
                '\n' => "\\n"u8,
                '"' when OpenMetrics => "\\\""u8,
                _ => default,
            };
            if (!escaped.IsEmpty)
                destination.Write(escaped);
            else
                destination.Advance(c.EncodeToUtf8(destination.GetSpan(4)));
        }
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, destination);
}
