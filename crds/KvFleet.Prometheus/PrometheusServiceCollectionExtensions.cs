using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KvFleet.Prometheus;

/// <summary>Registers the exporter.</summary>
public static class PrometheusServiceCollectionExtensions
{
    /// <summary>Adds the collector and the process metrics. Serve them with <see cref="PrometheusEndpointRouteBuilderExtensions.MapPrometheusScrapingEndpoint"/>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes which meters are exposed and the limits.</param>
    public static IServiceCollection AddPrometheusExporter(this IServiceCollection services, Action<PrometheusOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton<PrometheusCollector>();
        services.TryAddSingleton<ProcessMetrics>();
        return services;
    }
}
