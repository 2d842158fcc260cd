using System.Net;
using System.Security.Cryptography.X509Certificates;
using KvFleet.Agent.Options;
using KvFleet.Agent.Reports;
using KvFleet.Kubernetes.Health;
using KvFleet.Prometheus;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KvFleet.Agent.Hosting;

/// <summary>The agent's two web addresses. Built from the empty builder: what a page of endpoints does not need is not in memory either.</summary>
internal static class AgentWeb
{
    /// <summary>Starts building: logging, metrics and probes, stopped by SIGTERM.</summary>
    public static WebApplicationBuilder CreateBuilder(AgentOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "kvfleet-serve", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(options.LogLevel)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(static console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
            });
        builder.Host.UseConsoleLifetime(static lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddRoutingCore();
        builder.Services.AddMetrics();
        builder.Services.AddPrometheusExporter();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IdleMemory>();
        return builder;
    }

    /// <summary>Listens on the ports.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="metricsPort">Where metrics and probes are served, in plain HTTP.</param>
    /// <param name="reportPort">Where the report is served; null for nowhere.</param>
    /// <param name="certificate">Gives the report's certificate; null for plain HTTP, and then only on the loopback address.</param>
    public static void Listen(WebApplicationBuilder builder, int metricsPort, int? reportPort, Func<X509Certificate2?>? certificate)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 128;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = 48 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            if (certificate is null)
            {
                kestrel.Listen(IPAddress.Loopback, metricsPort, static listen => listen.Protocols = HttpProtocols.Http1);
                if (reportPort is { } port)
                    kestrel.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
                return;
            }

            // Any address: IPv6 and IPv4 alike, whichever the node has.
            kestrel.ListenAnyIP(metricsPort, static listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.ListenAnyIP(reportPort ?? 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate());
            });
        });
    }

    /// <summary>Maps what is served. What is between the operator and the agent is nowhere else than at its own port.</summary>
    public static void Map(WebApplication app, ReportEndpoint report, CredentialsEndpoint? credentials, int? reportPort)
    {
        app.UseRouting();
        app.MapHealthEndpoints();
        app.MapGet(ReportEndpoint.Path, At(reportPort, report.ServeAsync));
        if (credentials is not null)
            app.MapPut(CredentialsEndpoint.Path, At(reportPort, credentials.ServeAsync));
        app.UseEndpoints(static _ => { });
    }

    private static RequestDelegate At(int? port, RequestDelegate serve) => context =>
    {
        if (context.Connection.LocalPort == port)
            return serve(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };
}
