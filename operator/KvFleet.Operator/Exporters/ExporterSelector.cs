using System.Globalization;

namespace KvFleet.Operator.Exporters;

/// <summary>Pods that are exporters.</summary>
/// <param name="Labels">A label selector.</param>
/// <param name="Port">The port of <c>/metrics</c>.</param>
public sealed record ExporterSelector(string Labels, int Port)
{
    /// <summary>Reads selectors such as <c>app=nvidia-dcgm-exporter@9400;app.kubernetes.io/name=habana@41611</c>.</summary>
    /// <param name="text">The text; empty for none.</param>
    /// <param name="problem">What is wrong with it; null if nothing.</param>
    public static IReadOnlyList<ExporterSelector> Parse(string text, out string? problem)
    {
        problem = null;
        var selectors = new List<ExporterSelector>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.LastIndexOf('@');
            if (at > 0 && int.TryParse(part.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536)
                selectors.Add(new ExporterSelector(part[..at], port));
            else
                problem ??= $"'{part}' is no exporter; give LABELS@PORT, such as app=nvidia-dcgm-exporter@9400";
        }

        return selectors;
    }
}
