using System.Globalization;

namespace KvFleet.Model;

/// <summary>Bytes as people read them in messages: <c>1.2Ti</c>, <c>64Mi</c>, <c>70272</c>. For sentences only: never parsed back.</summary>
public static class ByteText
{
    private static readonly string[] Units = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>Formats <paramref name="bytes"/> with the largest binary unit that keeps the figure at or above one, with at most two decimals.</summary>
    /// <param name="bytes">A number of bytes; negative values keep their sign.</param>
    /// <returns>The text, with <c>.</c> as decimal separator.</returns>
    public static string Format(long bytes)
    {
        var magnitude = Math.Abs((decimal)bytes);
        var unit = 0;
        while (magnitude >= 1024 && unit < Units.Length - 1)
        {
            magnitude /= 1024;
            unit++;
        }

        // Down, not to nearest: "1.99Gi" must never read "2Gi" in a sentence that explains why 2Gi did not fit.
        var shown = Math.Truncate(magnitude * 100) / 100;
        return string.Create(CultureInfo.InvariantCulture, $"{(bytes < 0 ? "-" : "")}{shown:0.##}{Units[unit]}");
    }
}
