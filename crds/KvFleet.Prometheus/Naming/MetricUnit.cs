using System.Text;

namespace KvFleet.Prometheus.Naming;

/// <summary>Turns the UCUM units of .NET instruments into the words Prometheus puts into metric names.</summary>
internal static class MetricUnit
{
    /// <summary>The word for <paramref name="unit"/>, or empty when the unit says nothing about magnitude (<c>{request}</c>).</summary>
    public static string ToWord(string? unit)
    {
        if (string.IsNullOrEmpty(unit))
            return string.Empty;

        var bare = RemoveAnnotations(unit);
        var slash = bare.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return Base(bare);

        var numerator = Base(bare[..slash]);
        var denominator = Per(bare[(slash + 1)..]);
        return (numerator, denominator) switch
        {
            (_, "") => numerator,
            ("", _) => "per_" + denominator,
            _ => numerator + "_per_" + denominator,
        };
    }

    // "{request}" and "{packet}/s": curly text is a note for people, not a unit.
    private static string RemoveAnnotations(string unit)
    {
        if (!unit.Contains('{', StringComparison.Ordinal))
            return unit;

        var depth = 0;
        var kept = new StringBuilder(unit.Length);
        foreach (var c in unit)
        {
            if (c == '{')
                depth++;
            else if (c == '}')
                depth = Math.Max(0, depth - 1);
            else if (depth == 0)
                kept.Append(c);
        }

        return kept.ToString();
    }

    private static string Base(string unit) => unit switch
    {
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "TiBy" => "tebibytes",
        "kBy" => "kilobytes",
        "MBy" => "megabytes",
        "GBy" => "gigabytes",
        "TBy" => "terabytes",
        "V" => "volts",
        "A" => "amperes",
        "J" => "joules",
        "W" => "watts",
        "g" => "grams",
        "m" => "meters",
        "Cel" => "celsius",
        "Hz" => "hertz",
        "%" => "percent",
        // A bare "1" is dimensionless; gauges turn it into "ratio", which only the caller knows.
        "1" or "" => string.Empty,
        _ => MetricName.Sanitize(unit),
    };

    private static string Per(string unit) => unit switch
    {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "" => string.Empty,
        _ => Base(unit),
    };
}
