using System.Diagnostics.Metrics;

namespace KvFleet.Prometheus.Tests;

/// <summary>Whole pages, byte by byte: these formats are read by strict parsers.</summary>
public sealed class ExpositionGoldenTests
{
    [Fact]
    public void A_page_in_the_prometheus_text_format()
    {
        using var scraper = new Scraper();
        Fill(scraper.Meter);

        scraper.Text().ShouldBe(
            """
            # HELP http_server_request_duration_seconds Duration of requests.
            # TYPE http_server_request_duration_seconds histogram
            http_server_request_duration_seconds_bucket{code="200",method="GET",le="0.1"} 1
            http_server_request_duration_seconds_bucket{code="200",method="GET",le="1"} 3
            http_server_request_duration_seconds_bucket{code="200",method="GET",le="+Inf"} 4
            http_server_request_duration_seconds_sum{code="200",method="GET"} 11.55
            http_server_request_duration_seconds_count{code="200",method="GET"} 4
            # HELP pool_resident_bytes Bytes \\ of a "pool",\nnow.
            # TYPE pool_resident_bytes gauge
            pool_resident_bytes{pool="a\\b\"c\nd"} 1048576
            # HELP workqueue_adds_total Adds handled.
            # TYPE workqueue_adds_total counter
            workqueue_adds_total{controller="node",name="node"} 7
            workqueue_adds_total{controller="pool",name="pool"} 0

            """);
    }

    [Fact]
    public void The_same_page_in_openmetrics()
    {
        using var scraper = new Scraper();
        Fill(scraper.Meter);

        scraper.OpenMetrics().ShouldBe(
            """
            # HELP http_server_request_duration_seconds Duration of requests.
            # TYPE http_server_request_duration_seconds histogram
            # UNIT http_server_request_duration_seconds seconds
            http_server_request_duration_seconds_bucket{code="200",method="GET",le="0.1"} 1
            http_server_request_duration_seconds_bucket{code="200",method="GET",le="1.0"} 3
            http_server_request_duration_seconds_bucket{code="200",method="GET",le="+Inf"} 4
            http_server_request_duration_seconds_sum{code="200",method="GET"} 11.55
            http_server_request_duration_seconds_count{code="200",method="GET"} 4
            # HELP pool_resident_bytes Bytes \\ of a \"pool\",\nnow.
            # TYPE pool_resident_bytes gauge
            # UNIT pool_resident_bytes bytes
            pool_resident_bytes{pool="a\\b\"c\nd"} 1048576
            # HELP workqueue_adds Adds handled.
            # TYPE workqueue_adds counter
            workqueue_adds_total{controller="node",name="node"} 7
            workqueue_adds_total{controller="pool",name="pool"} 0
            # EOF

            """);
    }

    [Fact]
    public void An_empty_page_is_empty_or_only_the_end_mark()
    {
        using var scraper = new Scraper();

        scraper.Text().ShouldBeEmpty();
        scraper.OpenMetrics().ShouldBe("# EOF\n");
    }

    [Fact]
    public void Special_numbers_are_spelled_as_the_formats_ask()
    {
        using var scraper = new Scraper();
        var gauge = scraper.Meter.CreateGauge<double>("g");
        gauge.Record(double.PositiveInfinity, Tag("v", "a"));
        gauge.Record(double.NegativeInfinity, Tag("v", "b"));
        gauge.Record(double.NaN, Tag("v", "c"));
        gauge.Record(1e300, Tag("v", "d"));
        gauge.Record(0.1 + 0.2, Tag("v", "e"));

        scraper.Text().ShouldBe(
            """
            # TYPE g gauge
            g{v="a"} +Inf
            g{v="b"} -Inf
            g{v="c"} NaN
            g{v="d"} 1E+300
            g{v="e"} 0.30000000000000004

            """);
    }

    private static void Fill(Meter meter)
    {
        var duration = meter.CreateHistogram(
            "http.server.request.duration",
            "s",
            "Duration of requests.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.1, 0.45, 1, 10 })
            duration.Record(value, Tag("method", "GET"), Tag("code", 200));

        meter.CreateObservableGauge("pool.resident", static () => new Measurement<long>(1 << 20, Tag("pool", "a\\b\"c\nd")), "By", "Bytes \\ of a \"pool\",\nnow.");

        var adds = meter.CreateCounter<long>("workqueue_adds_total", description: "Adds handled.");
        adds.Add(0, Tag("name", "pool"), Tag("controller", "pool"));
        adds.Add(3, Tag("name", "node"), Tag("controller", "node"));
        adds.Add(4, Tag("controller", "node"), Tag("name", "node"));
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
