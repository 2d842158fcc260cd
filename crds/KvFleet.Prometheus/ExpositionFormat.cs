namespace KvFleet.Prometheus;

/// <summary>The text formats a scraper can ask for.</summary>
public enum ExpositionFormat
{
    /// <summary>Prometheus text format 0.0.4: what is served to whoever does not ask for anything better.</summary>
    PrometheusText,

    /// <summary>OpenMetrics 1.0.0: has units and an end mark, so that a cut-off scrape is noticed.</summary>
    OpenMetrics,
}
