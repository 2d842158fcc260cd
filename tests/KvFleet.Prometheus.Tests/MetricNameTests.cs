using KvFleet.Prometheus.Naming;

namespace KvFleet.Prometheus.Tests;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("workqueue_depth", null, "gauge", "workqueue_depth", "")]
    [InlineData("workqueue_adds_total", null, "counter", "workqueue_adds_total", "")]
    [InlineData("workqueue_adds", null, "counter", "workqueue_adds_total", "")]
    [InlineData("controller_runtime_reconcile_time_seconds", "s", "histogram", "controller_runtime_reconcile_time_seconds", "seconds")]
    [InlineData("process_cpu_seconds_total", "s", "counter", "process_cpu_seconds_total", "seconds")]
    [InlineData("process.cpu.time", "s", "counter", "process_cpu_time_seconds_total", "seconds")]
    [InlineData("http.client.active_requests", "{request}", "gauge", "http_client_active_requests", "")]
    [InlineData("cpu.utilization", "1", "gauge", "cpu_utilization_ratio", "ratio")]
    [InlineData("blocks", "1", "counter", "blocks_total", "")]
    [InlineData("bandwidth", "By/s", "gauge", "bandwidth_bytes_per_second", "bytes_per_second")]
    [InlineData("evictions", "{row}/s", "gauge", "evictions_per_second", "per_second")]
    [InlineData("bytes_seen", "By", "gauge", "bytes_seen", "")]
    [InlineData("2xx responses", null, "gauge", "_2xx_responses", "")]
    [InlineData("a--b..c", null, "gauge", "a_b_c", "")]
    [InlineData("size (B)", null, "gauge", "size_B", "")]
    [InlineData("temp", "Cel", "gauge", "temp_celsius", "celsius")]
    [InlineData("secondsight", "s", "gauge", "secondsight_seconds", "seconds")]
    public void Instrument_names_become_metric_names(string instrument, string? unit, string kind, string full, string word)
    {
        var name = MetricName.From(instrument, unit, Enum.Parse<SeriesKind>(kind, ignoreCase: true));

        name.Full.ShouldBe(full);
        name.Unit.ShouldBe(word);
    }
}
