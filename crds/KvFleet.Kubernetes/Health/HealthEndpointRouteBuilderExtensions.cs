using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Kubernetes.Health;

/// <summary>Serves the probes.</summary>
public static class HealthEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/livez</c> and <c>/readyz</c>: 200 or 503, and in either case a line for each check with the reason of what failed.</summary>
    /// <param name="endpoints">The application.</param>
    public static IEndpointRouteBuilder MapHealthEndpoints(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Map(endpoints, "/livez", HealthScope.Live);
        Map(endpoints, "/readyz", HealthScope.Ready);
        return endpoints;
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, HealthScope scope)
    {
        var services = endpoints.ServiceProvider;
        endpoints.MapGet(path, (RequestDelegate)(context =>
        {
            var report = HealthReport.Of(services.GetServices<IHealthCheck>(), scope);
            context.Response.StatusCode = report.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(report.Text, context.RequestAborted);
        }));
    }
}
