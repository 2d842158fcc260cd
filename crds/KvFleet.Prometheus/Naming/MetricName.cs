using System.Text;

namespace KvFleet.Prometheus.Naming;

/// <summary>
/// The name of a metric family, derived from an instrument the way OpenTelemetry's Prometheus mapping does it:
/// letters that Prometheus refuses become <c>_</c>, the unit is appended unless the name has it already.
/// An instrument that is already named Prometheus-style keeps its name.
/// </summary>
/// <param name="Base">The OpenMetrics family name: for counters without <c>_total</c>.</param>
/// <param name="Unit">The unit's word (<c>seconds</c>), empty if the family name does not end with one.</param>
/// <param name="Full">The name that sample lines (and 0.0.4's HELP and TYPE) carry: for counters with <c>_total</c>.</param>
internal sealed record MetricName(string Base, string Unit, string Full)
{
    private const string TotalSuffix = "_total";

    public static MetricName From(string instrument, string? unit, SeriesKind kind)
    {
        var name = Sanitize(instrument);
        if (kind == SeriesKind.Counter && name.EndsWith(TotalSuffix, StringComparison.Ordinal))
            name = name[..^TotalSuffix.Length];

        var word = unit == "1" && kind == SeriesKind.Gauge ? "ratio" : MetricUnit.ToWord(unit);
        if (word.Length > 0 && !HasWord(name, word))
            name = name + "_" + word;

        if (!name.EndsWith("_" + word, StringComparison.Ordinal))
            word = string.Empty;
        return new MetricName(name, word, kind == SeriesKind.Counter ? name + TotalSuffix : name);
    }

    /// <summary>Replaces everything but <c>[a-zA-Z0-9_:]</c> by one underscore a run; never starts with a digit.</summary>
    public static string Sanitize(string name)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == ':')
            {
                if (clean.Length == 0 && char.IsAsciiDigit(c))
                    clean.Append('_');
                clean.Append(c);
            }
            else if (clean.Length == 0 || clean[^1] != '_')
            {
                clean.Append('_');
            }
        }

        // A trailing underscore can only come from punctuation ("size (B)") and would glue badly to suffixes.
        while (clean.Length > 1 && clean[^1] == '_')
            clean.Length--;
        return clean.Length == 0 ? "_" : clean.ToString();
    }

    private static bool HasWord(string name, string word)
    {
        var at = name.IndexOf(word, StringComparison.Ordinal);
        while (at >= 0)
        {
            var end = at + word.Length;
            var startsWord = at == 0 || name[at - 1] == '_';
            var endsWord = end == name.Length || name[end] == '_';
            if (startsWord && endsWord)
                return true;
            at = name.IndexOf(word, end, StringComparison.Ordinal);
        }

        return false;
    }
}
