using System.Text;

namespace KvFleet.Prometheus.Parsing;

/// <summary>A label in the text that is being read; it lives as long as that text.</summary>
/// <param name="name">Its name.</param>
/// <param name="rawValue">Its value as written.</param>
/// <param name="isEscaped">Whether the value contains escapes.</param>
public readonly ref struct LabelSpan(ReadOnlySpan<byte> name, ReadOnlySpan<byte> rawValue, bool isEscaped)
{
    /// <summary>Its name, in UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Its value as written, in UTF-8, with escapes.</summary>
    public ReadOnlySpan<byte> RawValue { get; } = rawValue;

    /// <summary>Its value.</summary>
    public string Value() => isEscaped ? EscapedText.Decode(RawValue) : Encoding.UTF8.GetString(RawValue);
}
