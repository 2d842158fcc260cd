using System.Globalization;
using System.Text;

namespace KvFleet.Prometheus;

/// <summary>Label values as text.</summary>
internal static class LabelValue
{
    public static string ToText(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        true => "true",
        false => "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>Both formats escape backslash, quote and line feed in label values, nothing else.</summary>
    public static void AppendEscaped(StringBuilder destination, string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => destination.Append("\\\\"),
                '"' => destination.Append("\\\""),
                '\n' => destination.Append("\\n"),
                _ => destination.Append(c),
            };
        }
    }
}
