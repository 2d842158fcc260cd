using System.Diagnostics.Metrics;
using KvFleet.Agent.Disks;
using KvFleet.Agent.Options;
using KvFleet.Agent.Probing;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Reports;
using KvFleet.Agent.Volumes;
using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.Informers;
using KvFleet.Prometheus;

namespace KvFleet.Agent.Hosting;

/// <summary>The agent in a cluster: assignments from the API server, volumes and locks from the node container.</summary>
internal static class ClusterHost
{
    private static readonly TimeSpan LoopPatience = TimeSpan.FromSeconds(30);

    /// <summary>Builds it.</summary>
    public static WebApplication Build(AgentOptions options, KubernetesClientConfiguration kubernetes, TimeProvider time)
    {
        var builder = AgentWeb.CreateBuilder(options);
        var services = builder.Services;
        var machine = new MachineFacts();
        var facts = new AgentFacts(options.NodeName, machine.BootId, AgentVersion.Current, time.GetUtcNow(), machine.MemoryTotalBytes, machine.NumaNodes);

        var places = new DiskPlaces(options.DiskDirectory, options.DiskKeysDirectory, directory => KubeletDisk.Refuse(directory, options));

        services.AddSingleton<IKubernetesClient>(provider => new KubernetesClient(
            kubernetes,
            new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(KvFleetJsonContext.Default) },
            time,
            logger: provider.GetRequiredService<ILogger<KubernetesClient>>()));
        services.AddSingleton<IInformer<V1Alpha1KVCacheNode>>(provider => new Informer<V1Alpha1KVCacheNode>(
            provider.GetRequiredService<IKubernetesClient>(),
            new InformerOptions<V1Alpha1KVCacheNode> { FieldSelector = $"metadata.name={options.NodeName}" },
            time,
            provider.GetRequiredService<ILogger<Informer<V1Alpha1KVCacheNode>>>()));
        services.AddSingleton(provider => new NodeRequests(facts.NumaNodes, provider.GetRequiredService<ILogger<NodeRequests>>()));
        services.AddSingleton(provider => new AgentRuntime(
            facts,
            new AgentRuntimeSettings(options.DrainDeadline, options.PopulateThreads ?? machine.Processors, options.PodUid) { Disk = places },
            provider.GetRequiredService<NodeRequests>(),
            provider.GetRequiredService<NodeRequests>(),
            provider.GetRequiredService<NodeRequests>(),
            provider.GetRequiredService<IMeterFactory>(),
            time,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider =>
        {
            var runtime = provider.GetRequiredService<AgentRuntime>();
            runtime.Node.Shared.Send = provider.GetRequiredService<NodeRequests>().Want;
            return new NodeChannel(
                options.ChannelSocket, provider.GetRequiredService<NodeRequests>(), runtime.Loop, runtime.Node, runtime.Volumes, time, provider.GetRequiredService<ILogger<NodeChannel>>());
        });
        services.AddSingleton(provider =>
        {
            var runtime = provider.GetRequiredService<AgentRuntime>();
            return new NodeAssignments(
                provider.GetRequiredService<IInformer<V1Alpha1KVCacheNode>>(), runtime.Loop, runtime.Node, places, provider.GetRequiredService<ILogger<NodeAssignments>>());
        });
        services.AddSingleton(provider => MachineProbing.Create(
            provider.GetRequiredService<AgentRuntime>(), places, options.HostRoot, time, provider.GetRequiredService<ILogger<BandwidthProber>>()));
        services.AddSingleton<ITokenReviewer>(provider => new TokenReviewer(provider.GetRequiredService<IKubernetesClient>(), options.ReportUsers, time));
        services.AddHostedService(static provider => new AgentService(
            provider.GetRequiredService<AgentRuntime>().RunAsync,
            [
                provider.GetRequiredService<NodeChannel>().RunAsync,
                provider.GetRequiredService<NodeAssignments>().RunAsync,
                cancellationToken => MachineProbing.RunAsync(
                    provider.GetRequiredService<BandwidthProber>(), provider.GetRequiredService<IInformer<V1Alpha1KVCacheNode>>(), cancellationToken),
                provider.GetRequiredService<IdleMemory>().RunAsync,
            ],
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<AgentService>>()));

        CertificateFiles? certificates = null;
        services.AddSingleton(provider => certificates ??= new CertificateFiles(options.TlsDirectory, time, provider.GetRequiredService<ILogger<CertificateFiles>>()));
        AddHealth(services);
        AgentWeb.Listen(
            builder,
            options.MetricsPort,
            options.ReportPort,
            () => certificates?.Current());

        var app = builder.Build();
        certificates = app.Services.GetRequiredService<CertificateFiles>();
        // Before anything is counted: the collector sees only what comes after it.
        app.MapPrometheusScrapingEndpoint();
        var agent = app.Services.GetRequiredService<AgentRuntime>();
        var gate = new RequestGate(app.Services.GetRequiredService<ITokenReviewer>(), agent.Metrics);
        AgentWeb.Map(app, new ReportEndpoint(agent.Feed, gate, agent.Metrics), new CredentialsEndpoint(agent.Loop, agent.Doors, gate), options.ReportPort);
        return app;
    }

    private static void AddHealth(IServiceCollection services)
    {
        services.AddSingleton<IHealthCheck>(static provider =>
        {
            var loop = provider.GetRequiredService<AgentRuntime>().Loop;
            return new HealthCheck("loop", HealthScope.Live, () => loop.SinceLastTurn < LoopPatience ? null : $"the loop has not turned for {loop.SinceLastTurn.TotalSeconds:0} s");
        });
        services.AddSingleton<IHealthCheck>(static provider => new HealthCheck("node-container", HealthScope.Ready, () => provider.GetRequiredService<NodeChannel>().Problem));
        services.AddSingleton<IHealthCheck>(static provider => new HealthCheck("assignments", HealthScope.Ready, () => provider.GetRequiredService<NodeAssignments>().Problem));
        services.AddSingleton<IHealthCheck>(static provider => new HealthCheck("certificate", HealthScope.Ready, () => provider.GetRequiredService<CertificateFiles>().Problem));
    }
}
