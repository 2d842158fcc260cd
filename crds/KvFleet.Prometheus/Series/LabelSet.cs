using System.Text;
using KvFleet.Prometheus.Naming;

namespace KvFleet.Prometheus;

/// <summary>One combination of labels, kept with its text so that a scrape only copies bytes.</summary>
internal sealed class LabelSet
{
    /// <summary>Where measurements go once a metric has too many label sets (the name is OpenTelemetry's).</summary>
    public static readonly LabelSet Overflow = From([new("otel_metric_overflow", "true")]);

    private LabelSet(KeyValuePair<string, string>[] tags, string text)
    {
        Tags = tags;
        Text = text;
        Utf8 = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The tags as the instrument gave them, in no particular order.</summary>
    public KeyValuePair<string, string>[] Tags { get; }

    /// <summary><c>a="b",c="d"</c>: sorted by name, escaped, without braces.</summary>
    public string Text { get; }

    /// <summary><see cref="Text"/> in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    public static LabelSet From(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var raw = new KeyValuePair<string, string>[tags.Length];
        for (var i = 0; i < tags.Length; i++)
            raw[i] = new(tags[i].Key, LabelValue.ToText(tags[i].Value));
        return new LabelSet(raw, Format(raw));
    }

    private static string Format(KeyValuePair<string, string>[] tags)
    {
        // Tags that differ only in refused letters would repeat a label name, which makes the whole scrape
        // invalid. As in OpenTelemetry, their values are joined.
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            var name = MetricName.Sanitize(key).Replace(':', '_');
            labels[name] = labels.TryGetValue(name, out var other) ? other + ";" + value : value;
        }

        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(name).Append("=\"");
            LabelValue.AppendEscaped(text, value);
            text.Append('"');
        }

        return text.ToString();
    }
}
