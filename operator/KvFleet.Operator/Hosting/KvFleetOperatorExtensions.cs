using KvFleet.Api;
using KvFleet.Api.Filesystems;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Controllers;
using KvFleet.Operator.Exporters;
using KvFleet.Operator.Options;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Hosting;

/// <summary>Makes an application the KvFleet operator.</summary>
public static class KvFleetOperatorExtensions
{
    // Changes come in bursts (a rollout, a node with all its pods); one plan for the lot is as good, and 100 ms are nothing beside a pod's start.
    private static readonly TimeSpan PlanningDebounce = TimeSpan.FromMilliseconds(100);

    /// <summary>Adds everything but the HTTP endpoints. Services that are there already (a client, a clock, a report client) are used.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">The settings; they have been validated.</param>
    public static IServiceCollection AddKvFleetOperator(this IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        services.AddKubernetesJson(KvFleetJsonContext.Default).AddKubernetesClient();
        services.AddOperatorParts(options);
        var @namespace = OperatorPartsExtensions.NamespaceOf(options);
        var builder = services.AddKubernetesOperator(settings =>
        {
            settings.Name = OperatorNames.Lease;
            settings.LeaderElectionNamespace = @namespace;
            settings.LeaderElectionLeaseDuration = options.Leadership.LeaseDuration;
            settings.LeaderElectionRenewDeadline = options.Leadership.RenewDeadline;
            settings.LeaderElectionRetryPeriod = options.Leadership.RetryPeriod;
            settings.ReportingController = $"{ApiGroup.Name}/operator";
            if (options.Identity.Length > 0)
                settings.Identity = options.Identity;
        });
        AddInformers(builder, @namespace);
        AddControllers(builder);
        builder.AddLeaderService<StartTriggers>().AddLeaderService<AgentPoller>().AddLeaderService<ExporterScraper>();
        services.AddSingleton<PrerequisiteCheck>();
        services.AddSingleton<IHealthCheck>(static provider => provider.GetRequiredService<PrerequisiteCheck>());
        services.AddHostedService(static provider => provider.GetRequiredService<PrerequisiteCheck>());
        return services;
    }

    private static void AddInformers(IOperatorBuilder builder, string @namespace) => builder
        .AddInformer(new InformerOptions<V1Node> { Transform = InformerTrims.Trim })
        .AddInformer(new InformerOptions<V1Pod> { Transform = Inventory.PodTrimming.Trim })
        .AddInformer(new InformerOptions<V1Namespace> { Transform = InformerTrims.Trim })
        .AddInformer(new InformerOptions<V1ConfigMap> { Namespace = @namespace, FieldSelector = $"metadata.name={OperatorNames.ConfigMap}" })
        .AddInformer(new InformerOptions<V1DaemonSet> { Namespace = @namespace, FieldSelector = $"metadata.name={Specs.AgentDaemonSetBuilder.Name}" })
        .AddInformer(new InformerOptions<V1Secret> { Namespace = @namespace, LabelSelector = $"{WellKnownLabels.ManagedBy}={WellKnownLabels.ApplicationName}", Transform = InformerTrims.Trim });

    private static void AddControllers(IOperatorBuilder builder) => builder
        .AddKeyController<FleetController>("fleet", fleet =>
        {
            fleet.Options.Debounce = PlanningDebounce;
            fleet
                .Watches<V1Node>(static _ => [FleetController.Key], WatchFilters.Matters)
                .Watches<V1Pod>(static _ => [FleetController.Key], WatchFilters.Matters)
                .Watches<V1Namespace>(static _ => [FleetController.Key], WatchFilters.Matters)
                .Watches<V1ConfigMap>(static _ => [FleetController.Key])
                .Watches<V1Alpha1KVCachePool>(static _ => [FleetController.Key], EntityFilters.IgnoreStatus)
                .Watches<V1Alpha1KVCacheNode>(static _ => [FleetController.Key], EntityFilters.IgnoreStatus);
        })
        .AddController<PoolController, V1Alpha1KVCachePool>(static pool =>
        {
            pool.Options.Workers = 4;
            pool.Filter(EntityFilters.IgnoreStatus);
        })
        .AddFinalizer<PoolDrainFinalizer, V1Alpha1KVCachePool>(ApiGroup.DrainFinalizer)
        .AddKeyController<NodeStatusController>("node-status", static node =>
        {
            node.Options.Workers = 8;
            node.Watches<V1Alpha1KVCacheNode>(static entity => [ObjectKey.Of(entity)], EntityFilters.IgnoreStatus);
        })
        .AddKeyController<RespController>("resp", static resp =>
        {
            resp.Options.Workers = 4;
            resp.Watches<V1Alpha1KVCachePool>(static pool => [ObjectKey.Of(pool)], EntityFilters.IgnoreStatus);
        })
        .AddKeyController<FilesystemController>("filesystems", static filesystems => filesystems
            .Watches<V1Alpha1KVCacheFilesystem>(static _ => [FilesystemController.Key], EntityFilters.IgnoreStatus)
            .Watches<V1Pod>(static pod => pod.GetLabel(WellKnownLabels.Component) == ComponentNames.Mount ? [FilesystemController.Key] : []))
        .AddKeyController<AgentsController>("agents", static agents => agents
            .Watches<V1DaemonSet>(static _ => [AgentsController.Key])
            .Watches<V1Secret>(static _ => [AgentsController.Key]));
}
