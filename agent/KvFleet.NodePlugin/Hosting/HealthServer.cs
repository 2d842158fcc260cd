using KvFleet.Prometheus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Hosting;

/// <summary>The process's own HTTP port: <c>/livez</c>, <c>/readyz</c>, <c>/metrics</c>. It also ends the process on SIGTERM.</summary>
internal static class HealthServer
{
    /// <summary>Builds it; it runs from the first moment to the last.</summary>
    /// <param name="options">The port.</param>
    /// <param name="health">What <c>/readyz</c> says.</param>
    public static WebApplication Build(NodeOptions options, NodeHealth health)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        }).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.AddPrometheusExporter();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(options.HttpPort);
        });
        var app = builder.Build();

        // Waiting for a lock or for the kubelet is no reason to be restarted; that the process answers is all there is to ask.
        app.MapGet("/livez", (RequestDelegate)(context => context.Response.WriteAsync("ok\n")));
        app.MapGet("/readyz", (RequestDelegate)(context =>
        {
            var (ready, text) = health.Read();
            context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(text);
        }));
        app.MapPrometheusScrapingEndpoint();
        return app;
    }
}
