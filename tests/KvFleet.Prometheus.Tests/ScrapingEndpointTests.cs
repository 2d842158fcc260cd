using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Prometheus.Tests;

public sealed class ScrapingEndpointTests
{
    [Fact]
    public async Task The_endpoint_serves_process_and_runtime_metrics_in_both_formats()
    {
        var token = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddPrometheusExporter();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPrometheusScrapingEndpoint();
        await app.StartAsync(token);
        GC.Collect();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var client = new HttpClient { BaseAddress = new Uri(address) };

        using var plain = await client.GetAsync(new Uri("/metrics", UriKind.Relative), token);
        var text = await plain.Content.ReadAsStringAsync(token);

        plain.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        Value(text, "process_resident_memory_bytes").ShouldBeGreaterThan(1e6);
        Value(text, "process_cpu_seconds_total").ShouldBeGreaterThan(0);
        Value(text, "process_open_fds").ShouldBeGreaterThan(2);
        Value(text, "process_start_time_seconds").ShouldBeGreaterThan(1.7e9);
        Value(text, "dotnet_gc_heap_bytes").ShouldBeGreaterThanOrEqualTo(0);
        text.ShouldContain("dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation=\"gen2\"}");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.ParseAdd("application/openmetrics-text;version=1.0.0");
        using var open = await client.SendAsync(request, token);
        open.Content.Headers.ContentType!.ToString().ShouldBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
        (await open.Content.ReadAsStringAsync(token)).ShouldEndWith("# EOF\n");
    }

    private static double Value(string page, string metric)
    {
        var line = page.Split('\n').First(l => l.StartsWith(metric + " ", StringComparison.Ordinal));
        return double.Parse(line[(metric.Length + 1)..]);
    }
}
