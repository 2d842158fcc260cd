using System.Globalization;

namespace KvFleet.Api.Validation;

/// <summary>Reads ages such as 30s, 10m, 2h, 7d.</summary>
internal static class AgeReader
{
    /// <summary>The age; null when there is none, or with a problem when it is none up to 365d.</summary>
    public static TimeSpan? Read(string? text, string path, List<FieldProblem> problems)
    {
        if (text is null)
        {
            return null;
        }

        var unit = text.Length > 1 ? Unit(text[^1]) : 0;
        if (unit > 0 && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 365L * 86400 / unit)
        {
            return TimeSpan.FromSeconds(count * unit);
        }

        problems.Add(new(path, $"is '{text}'; give a whole number and s, m, h or d, such as 10m, up to 365d"));
        return null;
    }

    private static int Unit(char letter) => letter switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
}
