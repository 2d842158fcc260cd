using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Kubernetes.Health;

/// <summary>Serves the probes.</summary>
public static class HealthEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>/livez</c> and <c>/readyz</c>: 200 or 503, and in either case a line for each check with the reason of what failed. As with the API server's own, one check is
    /// asked by its name (<c>/readyz/caches</c>), and <c>?exclude=caches</c> leaves one out, so that a probe can go on while somebody looks into it.
    /// </summary>
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
        // A name may have slashes in it, like informer/pods.
        endpoints.MapGet(path + "/{**check}", (RequestDelegate)(context =>
        {
            var excluded = context.Request.Query["exclude"];
            var one = context.GetRouteValue("check") as string;
            var checks = services.GetServices<IHealthCheck>()
                .Where(c => c.Scope == scope && (one is null ? !excluded.Contains(c.Name, StringComparer.Ordinal) : string.Equals(c.Name, one, StringComparison.Ordinal)))
                .ToArray();
            return one is not null && checks.Length == 0
                ? AnswerAsync(context, StatusCodes.Status404NotFound, $"there is no check '{one}' here\n")
                : AnswerAsync(context, HealthReport.Of(checks, scope));
        }));
    }

    private static Task AnswerAsync(HttpContext context, HealthReport report) =>
        AnswerAsync(context, report.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, report.Text);

    private static Task AnswerAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        // A proxy that remembers an answer would make the probe say what was.
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
