using System.Diagnostics.Metrics;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Informers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Client;

/// <summary>Adds the API-server client to an application.</summary>
public static partial class KubernetesClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds the client and the factory of informers. A <see cref="KubernetesClientConfiguration"/> or <see cref="KubernetesClientOptions"/> that is
    /// there already is used; otherwise the configuration is found (see <see cref="KubernetesClientConfiguration.LoadDefault(TimeProvider?)"/>) when the client is first needed.
    /// </summary>
    /// <param name="services">The application's services.</param>
    public static IServiceCollection AddKubernetesClient(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => KubernetesClientConfiguration.LoadDefault(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new KubernetesClientOptions
        {
            Json = KubernetesJson.CreateOptions([.. provider.GetServices<IJsonTypeInfoResolver>()]),
        });
        services.TryAddSingleton(static provider => new KubernetesClientMetrics(provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton<IKubernetesClient>(static provider =>
        {
            var configuration = provider.GetRequiredService<KubernetesClientConfiguration>();
            var logger = provider.GetRequiredService<ILogger<KubernetesClient>>();
            LogConfiguration(logger, configuration.Host, configuration.Origin);
            return new KubernetesClient(
                configuration,
                provider.GetRequiredService<KubernetesClientOptions>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<KubernetesClientMetrics>(),
                logger);
        });
        services.TryAddSingleton<IInformerFactory, InformerFactory>();
        return services;
    }

    /// <summary>Adds JSON metadata of resource types that the client shall know.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="context">A source-generated context.</param>
    public static IServiceCollection AddKubernetesJson(this IServiceCollection services, IJsonTypeInfoResolver context) =>
        services.AddSingleton(context);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "The API server is {Host}, says {Origin}")]
    private static partial void LogConfiguration(ILogger logger, Uri host, string origin);
}
