using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>Makes an application an operator.</summary>
public static class OperatorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the controller runtime: client, shared informers, controllers, leader election, events, status writing and health checks. Services that are there
    /// already (a client, its configuration, a clock) are used. Name custom resources with <see cref="KubernetesClientServiceCollectionExtensions.AddKubernetesJson"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IOperatorBuilder AddKubernetesOperator(this IServiceCollection services, Action<OperatorSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var settings = new OperatorSettings();
        configure?.Invoke(settings);

        services.AddKubernetesClient();
        services.AddSingleton(settings);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownTimeout);
        services.AddKubernetesClient();
        services.AddSingleton<WorkQueueMetrics>();
        services.AddSingleton<ControllerMetrics>();
        services.AddSingleton<LeaderElectionMetrics>();
        services.AddSingleton<EventMetrics>();
        services.AddSingleton<FinalizerPatcher>();
        services.AddSingleton<IStatusWriter, StatusWriter>();
        services.AddSingleton<IObjectWriter, ObjectWriter>();
        services.AddSingleton<ServerVersionReport>();
        services.AddSingleton<ControllerSet>();
        services.AddSingleton<CacheSet>();
        AddEvents(services, settings);
        AddLeadership(services, settings);
        services.AddSingleton<OperatorHost>();
        services.AddHostedService(static provider => provider.GetRequiredService<OperatorHost>());
        AddHealth(services);
        return new OperatorBuilder(services, settings);
    }

    private static void AddEvents(IServiceCollection services, OperatorSettings settings)
    {
        services.TryAddSingleton(_ => new EventSettings
        {
            ReportingController = settings.ReportingController ?? settings.Name,
            ReportingInstance = settings.Identity,
        });
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<IEventRecorder>(static provider => provider.GetRequiredService<EventRecorder>());
        services.AddSingleton<EventPublisher>(static provider =>
        {
            var recorder = provider.GetRequiredService<IEventRecorder>();
            return (entity, reason, message, type, _) =>
            {
                recorder.Record(entity, type, reason, message);
                return Task.CompletedTask;
            };
        });
    }

    private static void AddLeadership(IServiceCollection services, OperatorSettings settings)
    {
        services.AddSingleton(provider => new Leadership(
            settings.LeaderElectionType == LeaderElectionType.None ? null : cancellationToken => CreateElectorAsync(provider, settings, cancellationToken)));
        services.AddSingleton<ILeadership>(static provider => provider.GetRequiredService<Leadership>());
    }

    private static async Task<LeaderElector> CreateElectorAsync(IServiceProvider provider, OperatorSettings settings, CancellationToken cancellationToken)
    {
        var client = provider.GetRequiredService<IKubernetesClient>();
        return new LeaderElector(
            client,
            new LeaderElectionOptions
            {
                LeaseName = settings.Name,
                LeaseNamespace = settings.LeaderElectionNamespace ?? await client.GetCurrentNamespaceAsync(cancellationToken),
                Identity = settings.Identity,
                LeaseDuration = settings.LeaderElectionLeaseDuration,
                RenewDeadline = settings.LeaderElectionRenewDeadline,
                RetryPeriod = settings.LeaderElectionRetryPeriod,
            },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LeaderElector>>(),
            provider.GetRequiredService<LeaderElectionMetrics>());
    }

    private static void AddHealth(IServiceCollection services)
    {
        services.AddSingleton<IHealthCheck>(static provider =>
            new HealthCheck("informers", HealthScope.Live, provider.GetRequiredService<CacheSet>().CheckAlive));
        services.AddSingleton<IHealthCheck>(static provider =>
            new HealthCheck("caches", HealthScope.Ready, provider.GetRequiredService<CacheSet>().CheckSynced));
        services.AddSingleton<IHealthCheck>(static provider =>
            new HealthCheck("controllers", HealthScope.Live, provider.GetRequiredService<ControllerSet>().Check));
        services.AddSingleton<IHealthCheck>(static provider =>
            new HealthCheck("elector", HealthScope.Live, provider.GetRequiredService<Leadership>().Check));
        services.AddSingleton<IHealthCheck>(static provider =>
            new HealthCheck("host", HealthScope.Live, provider.GetRequiredService<OperatorHost>().Check));
    }
}
