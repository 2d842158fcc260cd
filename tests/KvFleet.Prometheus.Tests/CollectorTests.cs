using System.Diagnostics.Metrics;

namespace KvFleet.Prometheus.Tests;

public sealed class CollectorTests
{
    [Fact]
    public void Counters_add_up_whatever_the_order_of_their_tags()
    {
        using var scraper = new Scraper();
        var counter = scraper.Meter.CreateCounter<int>("c");
        counter.Add(1, Tag("a", "1"), Tag("b", "2"));
        counter.Add(2, Tag("b", "2"), Tag("a", "1"));
        counter.Add(4, Tag("a", "2"), Tag("b", "1"));

        scraper.Text().ShouldBe("# TYPE c_total counter\nc_total{a=\"1\",b=\"2\"} 3\nc_total{a=\"2\",b=\"1\"} 4\n");
    }

    [Fact]
    public void Up_down_counters_are_gauges_and_may_fall()
    {
        using var scraper = new Scraper();
        var counter = scraper.Meter.CreateUpDownCounter<long>("active");
        counter.Add(3);
        counter.Add(-2);

        scraper.Text().ShouldBe("# TYPE active gauge\nactive 1\n");
    }

    [Fact]
    public void An_observed_series_that_is_no_longer_reported_disappears()
    {
        using var scraper = new Scraper();
        var pools = new List<string> { "a", "b" };
        scraper.Meter.CreateObservableGauge("size", () => pools.Select(p => new Measurement<int>(1, Tag("pool", p))));

        scraper.Text().ShouldContain("pool=\"a\"");
        pools.Remove("a");
        scraper.Text().ShouldBe("# TYPE size gauge\nsize{pool=\"b\"} 1\n");
        pools.Clear();
        scraper.Text().ShouldBeEmpty();
    }

    [Fact]
    public void A_pushed_series_stays_between_scrapes()
    {
        using var scraper = new Scraper();
        scraper.Meter.CreateGauge<int>("g").Record(5);

        scraper.Text();
        scraper.Text().ShouldContain("g 5");
    }

    [Fact]
    public void Meters_that_are_not_asked_for_are_not_exposed()
    {
        using var scraper = new Scraper();
        using var other = new Meter(scraper.Meter.Name + ".other");
        other.CreateCounter<int>("c").Add(1);

        scraper.Text().ShouldBeEmpty();
    }

    [Fact]
    public void A_star_matches_the_beginning_of_a_meter_name()
    {
        using var scraper = new Scraper(o => o.Meters[0] += "*");
        using var other = new Meter(scraper.Meter.Name + ".other");
        other.CreateCounter<int>("c").Add(1);

        scraper.Text().ShouldContain("c_total 1");
    }

    [Fact]
    public void Two_instruments_of_one_name_feed_one_family()
    {
        using var scraper = new Scraper(o => o.Meters[0] += "*");
        using var other = new Meter(scraper.Meter.Name + ".other");
        scraper.Meter.CreateCounter<int>("c").Add(1, Tag("from", "a"));
        other.CreateCounter<int>("c").Add(1, Tag("from", "b"));

        scraper.Text().ShouldBe("# TYPE c_total counter\nc_total{from=\"a\"} 1\nc_total{from=\"b\"} 1\n");
    }

    [Fact]
    public void A_name_keeps_its_first_type_so_that_the_page_stays_valid()
    {
        using var scraper = new Scraper();
        scraper.Meter.CreateGauge<int>("x").Record(1);
        scraper.Meter.CreateHistogram<int>("x").Record(2);

        scraper.Text().ShouldBe("# TYPE x gauge\nx 1\n");
    }

    [Fact]
    public void A_failing_observable_does_not_take_the_page_with_it()
    {
        using var scraper = new Scraper();
        scraper.Meter.CreateObservableGauge("bad", int () => throw new InvalidOperationException("no"));
        scraper.Meter.CreateObservableGauge("good", () => 1);

        scraper.Text().ShouldBe("# TYPE good gauge\ngood 1\n");
    }

    [Fact]
    public void Labels_beyond_the_limit_are_added_up_and_counted_instead_of_kept()
    {
        using var scraper = new Scraper(o => o.MaxSeriesPerMetric = 2);
        var counter = scraper.Meter.CreateCounter<int>("c");
        for (var i = 0; i < 10; i++)
            counter.Add(1, Tag("pod", i));

        scraper.Text().ShouldBe(
            """
            # TYPE c_total counter
            c_total{otel_metric_overflow="true"} 8
            c_total{pod="0"} 1
            c_total{pod="1"} 1
            # HELP prometheus_exporter_overflowed_measurements_total Measurements whose labels found no room because the metric has too many label sets.
            # TYPE prometheus_exporter_overflowed_measurements_total counter
            prometheus_exporter_overflowed_measurements_total{metric="c_total"} 8

            """);
    }

    [Fact]
    public void Gauges_beyond_the_limit_are_dropped_because_their_sum_would_mean_nothing()
    {
        using var scraper = new Scraper(o => o.MaxSeriesPerMetric = 1);
        scraper.Meter.CreateObservableGauge("g", () => new[] { 1, 2, 3 }.Select(i => new Measurement<int>(i, Tag("i", i))));

        var page = scraper.Text();
        page.ShouldContain("g{i=\"1\"} 1");
        page.ShouldNotContain("g{i=\"2\"}");
        page.ShouldNotContain("otel_metric_overflow");
        page.ShouldContain("prometheus_exporter_overflowed_measurements_total{metric=\"g\"} 2");
    }

    [Fact]
    public void A_series_that_disappeared_makes_room_for_another()
    {
        using var scraper = new Scraper(o => o.MaxSeriesPerMetric = 1);
        var pool = "a";
        scraper.Meter.CreateObservableGauge("g", () => new Measurement<int>(1, Tag("pool", pool)));
        scraper.Text().ShouldContain("pool=\"a\"");

        pool = "b";
        scraper.Text();
        scraper.Text().ShouldContain("pool=\"b\"");
    }

    [Fact]
    public void Tags_that_become_the_same_label_are_joined_instead_of_repeated()
    {
        using var scraper = new Scraper();
        scraper.Meter.CreateCounter<int>("c").Add(1, Tag("a.b", "1"), Tag("a_b", "2"));

        scraper.Text().ShouldContain("c_total{a_b=\"1;2\"} 1");
    }

    [Fact]
    public void A_histogram_ignores_not_a_number_and_counts_infinity()
    {
        using var scraper = new Scraper();
        var histogram = scraper.Meter.CreateHistogram<double>("h");
        histogram.Record(double.NaN);
        histogram.Record(double.PositiveInfinity);

        var page = scraper.Text();
        page.ShouldContain("h_count 1");
        page.ShouldContain("h_sum +Inf");
        page.ShouldContain("h_bucket{le=\"10\"} 0");
    }

    [Fact]
    public void Advice_on_whole_number_histograms_is_followed()
    {
        using var scraper = new Scraper();
        scraper.Meter.CreateHistogram("h", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [10, 20] }).Record(15);

        scraper.Text().ShouldBe("# TYPE h histogram\nh_bucket{le=\"10\"} 0\nh_bucket{le=\"20\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 15\nh_count 1\n");
    }

    [Fact]
    public async Task Concurrent_measurements_are_all_counted()
    {
        using var scraper = new Scraper();
        var counter = scraper.Meter.CreateCounter<long>("c");
        var histogram = scraper.Meter.CreateHistogram<double>("h");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                counter.Add(1, Tag("i", i % 10));
                histogram.Record(1);
                if (i % 1000 == 0)
                    scraper.Text();
            }
        })));

        var page = scraper.Text();
        for (var i = 0; i < 10; i++)
            page.ShouldContain($"c_total{{i=\"{i}\"}} 2000\n");
        page.ShouldContain("h_count 20000\n");
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
