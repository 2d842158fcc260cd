using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace KvFleet.Prometheus.Exposition;

/// <summary>Chooses the format from an <c>Accept</c> header. Whatever is not understood gets the plain text format: a metric in an unexpected format is better than a 406.</summary>
internal static class ContentNegotiation
{
    public const string TextContentType = "text/plain; version=0.0.4; charset=utf-8";

    public const string OpenMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static ExpositionFormat Choose(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return ExpositionFormat.PrometheusText;

        var openMetrics = 0.0;
        var text = 0.0;
        foreach (var range in ranges)
        {
            var quality = range.Quality ?? 1.0;
            if (IsOpenMetrics1(range))
                openMetrics = Math.Max(openMetrics, quality);
            else if (Is(range, "text/plain"))
                text = Math.Max(text, quality);
        }

        return openMetrics > 0 && openMetrics >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.PrometheusText;
    }

    public static string ContentType(ExpositionFormat format) =>
        format == ExpositionFormat.OpenMetrics ? OpenMetricsContentType : TextContentType;

    private static bool IsOpenMetrics1(MediaTypeHeaderValue range)
    {
        if (!Is(range, "application/openmetrics-text"))
            return false;

        foreach (var parameter in range.Parameters)
        {
            if (parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))
                return HeaderUtilities.RemoveQuotes(parameter.Value).Equals("1.0.0", StringComparison.Ordinal);
        }

        return true;
    }

    private static bool Is(MediaTypeHeaderValue range, string mediaType) =>
        range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);
}
