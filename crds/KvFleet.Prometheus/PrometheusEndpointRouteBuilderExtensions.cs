using System.Buffers;
using KvFleet.Prometheus.Exposition;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Prometheus;

/// <summary>Serves the metrics.</summary>
public static class PrometheusEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a GET endpoint that answers scrapes, in the format the scraper asks for. The collector starts listening
    /// here, before hosted services start, so that nothing they count is lost.
    /// </summary>
    /// <param name="endpoints">The application; <see cref="PrometheusServiceCollectionExtensions.AddPrometheusExporter"/> must have been called.</param>
    /// <param name="pattern">The path.</param>
    public static IEndpointConventionBuilder MapPrometheusScrapingEndpoint(this IEndpointRouteBuilder endpoints, string pattern = "/metrics")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        _ = endpoints.ServiceProvider.GetRequiredService<ProcessMetrics>();
        var collector = endpoints.ServiceProvider.GetRequiredService<PrometheusCollector>();
        return endpoints.MapGet(pattern, (RequestDelegate)(context => ServeAsync(context, collector)));
    }

    private static async Task ServeAsync(HttpContext context, PrometheusCollector collector)
    {
        var format = ContentNegotiation.Choose(context.Request.Headers.Accept);
        var body = new ArrayBufferWriter<byte>(16 * 1024);
        collector.Collect(body, format);
        context.Response.ContentType = ContentNegotiation.ContentType(format);
        context.Response.ContentLength = body.WrittenCount;
        // The same address has two representations; a cache in between must know.
        context.Response.Headers.Vary = "Accept";
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
