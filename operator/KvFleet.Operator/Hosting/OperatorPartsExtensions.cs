using KvFleet.Api.Filesystems;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Model.Catalog;
using KvFleet.Operator.Diagnostics;
using KvFleet.Operator.Exporters;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Filesystems;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Options;
using KvFleet.Operator.Resp;
using KvFleet.Operator.Security;
using KvFleet.Operator.Specs;
using KvFleet.Operator.Status;
using KvFleet.Operator.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KvFleet.Operator.Hosting;

/// <summary>The operator's own parts.</summary>
internal static class OperatorPartsExtensions
{
    // Figures of one object reach etcd at most this often.
    private static readonly TimeSpan FigureInterval = TimeSpan.FromMinutes(1);

    public static string NamespaceOf(OperatorOptions options) => options.Namespace is { Length: > 0 } given ? given : "kvfleet-system";

    public static void AddOperatorParts(this IServiceCollection services, OperatorOptions options)
    {
        var @namespace = NamespaceOf(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new OperatorNamespace(@namespace));
        services.AddSingleton(PlanningOptions.Read(options.Planning).Options);
        services.AddSingleton(options.Agent);
        services.AddSingleton<OperatorMetrics>();
        AddTelemetry(services, options, @namespace);
        AddFleet(services, options);
        services.AddSingleton(static provider => new WritePacer(provider.GetRequiredService<TimeProvider>(), FigureInterval));
        services.AddSingleton<StatusMemory<KVCachePoolStatus>>();
        services.AddSingleton<StatusMemory<KVCacheNodeStatus>>();
        services.AddSingleton<PoolStatusWriter>();
        services.AddSingleton<StatusMemory<KVCacheFilesystemStatus>>();
        services.AddSingleton<FilesystemBook>();
        services.AddSingleton<NamespacePermissions>();
        services.AddSingleton(new MountPodBuilder(options, @namespace));
        services.AddSingleton<MountPods>();
        services.AddSingleton<NodeFilesystems>();
        services.AddSingleton<FilesystemStatusWriter>();
        services.AddSingleton<RespBook>();
        services.AddSingleton<RespSecretReader>();
        services.AddSingleton<RespPublisher>();
        services.AddSingleton<RespNodes>();
        services.AddSingleton(provider => new CertificateKeeper(
            provider.GetRequiredService<IKubernetesClient>(), @namespace, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CertificateKeeper>>()));
    }

    private static void AddTelemetry(IServiceCollection services, OperatorOptions options, string @namespace)
    {
        services.AddSingleton(provider => new ReportStore(provider.GetRequiredService<TimeProvider>(), options.Telemetry.UnreachableAfter));
        services.AddSingleton(provider => new AgentTrust(AgentDaemonSetBuilder.DnsName(@namespace), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IAgentReportClient>(provider => new AgentReportClient(
            provider.GetRequiredService<AgentTrust>(), options.Telemetry, options.Agent.ReportPort, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReportTriggers>();
        services.AddSingleton(provider => new ExporterBook(provider.GetRequiredService<TimeProvider>(), TimeSpan.FromSeconds(options.Telemetry.ExporterStaleSeconds)));
        services.TryAddSingleton<IExporterClient, HttpExporterClient>();
        services.AddSingleton(provider => new ExporterDirectory(
            provider.GetRequiredService<IKubernetesClient>(), provider.GetRequiredService<IInformer<V1Node>>(), ExporterSelector.Parse(options.Telemetry.Exporters, out _), options.Telemetry.ExporterUrl));
    }

    private static void AddFleet(IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton(provider => new FleetSources(
            provider.GetRequiredService<IInformer<V1Node>>().Store,
            provider.GetRequiredService<IInformer<V1Pod>>().Store,
            provider.GetRequiredService<IInformer<V1Alpha1KVCachePool>>().Store,
            provider.GetRequiredService<IInformer<V1Alpha1KVCacheNode>>().Store,
            provider.GetRequiredService<IInformer<V1Namespace>>().Store,
            provider.GetRequiredService<IInformer<V1ConfigMap>>().Store));
        services.AddSingleton(ModelCatalogLoader.Load(options.ModelCatalogFile));
        services.AddSingleton(AcceleratorCatalogLoader.Load(options.AcceleratorCatalogFile));
        services.AddSingleton<VerdictMaker>();
        services.AddSingleton<AgentDirectory>();
        services.AddSingleton(new ClassBook(options.Planning.ClassDebounce));
        services.AddSingleton<Recent>();
        services.AddSingleton<FaultBook>();
        services.AddSingleton<HolderWatch>();
        services.AddSingleton<FirstReports>();
        services.AddSingleton<FleetPictureSource>();
        services.AddSingleton(provider => new FleetObserver(
            provider.GetRequiredService<FleetSources>(),
            provider.GetRequiredService<PlanningOptions>(),
            provider.GetRequiredService<AgentDirectory>(),
            provider.GetRequiredService<ClassBook>(),
            provider.GetRequiredService<Recent>(),
            provider.GetRequiredService<ModelCatalog>(),
            provider.GetRequiredService<ExporterBook>(),
            provider.GetRequiredService<OperatorNamespace>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new FleetPlanner(
            provider.GetRequiredService<PlanningOptions>(), options.DrainDeadline, new RespPorts(options.Agent.RespPortFirst, options.Agent.RespPortCount), options.Agent.Disk.Share, provider.GetRequiredService<VerdictMaker>()));
        services.AddSingleton(provider => new FleetTimer(
            provider.GetRequiredService<ClassBook>(), provider.GetRequiredService<FaultBook>(), provider.GetRequiredService<Recent>(), options.DrainDeadline, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<HolderCreator>();
        services.AddSingleton<NodeApplier>();
        services.AddSingleton<FleetSteps>();
    }
}
