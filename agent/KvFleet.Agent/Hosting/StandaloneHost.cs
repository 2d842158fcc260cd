using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using KvFleet.Agent.Options;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Reports;
using KvFleet.Agent.Standalone;
using KvFleet.Agent.Volumes;
using KvFleet.Kubernetes.Health;
using KvFleet.Prometheus;
using KvFleet.Store.Extents.Locking;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Hosting;

/// <summary>The agent on a machine without Kubernetes: one process that holds, locks and serves what a file says.</summary>
internal static class StandaloneHost
{
    /// <summary>Builds it.</summary>
    public static WebApplication Build(AgentOptions options, StandaloneConfiguration configuration, TimeProvider time)
    {
        var builder = AgentWeb.CreateBuilder(options);
        var services = builder.Services;
        var machine = new MachineFacts();
        var name = options.NodeName.Length > 0 ? options.NodeName : Environment.MachineName;
        var facts = new AgentFacts(name, machine.BootId, AgentVersion.Current, time.GetUtcNow(), machine.MemoryTotalBytes, machine.NumaNodes);

        services.AddSingleton(_ => new LocalExtentLocker(facts.NumaNodes));
        services.AddSingleton(provider => new AgentRuntime(
            facts,
            new AgentRuntimeSettings(options.DrainDeadline, options.PopulateThreads ?? machine.Processors, OwnPodUid: null),
            provider.GetRequiredService<LocalExtentLocker>(),
            new LocalMapperScanner(StandalonePools.EngineUid),
            new NullVolumeStatusWriter(),
            provider.GetRequiredService<IMeterFactory>(),
            time,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new StandalonePools(
            options.StandaloneFile!, provider.GetRequiredService<AgentRuntime>(), time, provider.GetRequiredService<ILogger<StandalonePools>>()));
        services.AddHostedService(provider => new AgentService(
            provider.GetRequiredService<AgentRuntime>().RunAsync,
            [stop => FollowAsync(provider, configuration, stop), provider.GetRequiredService<IdleMemory>().RunAsync],
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<AgentService>>()));
        services.AddSingleton<IHealthCheck>(static provider =>
            new HealthCheck("pools", HealthScope.Ready, () => provider.GetRequiredService<AgentRuntime>().Feed.Latest.ObservedGeneration is null ? "the file has not been put in force yet" : null));

        AgentWeb.Listen(builder, options.MetricsPort, configuration.ReportPort, certificate: null);
        var app = builder.Build();
        app.MapPrometheusScrapingEndpoint();
        var agent = app.Services.GetRequiredService<AgentRuntime>();
        AgentWeb.Map(app, new ReportEndpoint(agent.Feed, new RequestGate(new LocalTokenReviewer(), agent.Metrics), agent.Metrics), credentials: null, configuration.ReportPort);
        return app;
    }

    private static async Task FollowAsync(IServiceProvider provider, StandaloneConfiguration configuration, CancellationToken cancellationToken)
    {
        var runtime = provider.GetRequiredService<AgentRuntime>();
        await runtime.Loop.AskAsync(
            () =>
            {
                runtime.Node.SetLocker(true);
                return true;
            },
            cancellationToken);
        var pools = provider.GetRequiredService<StandalonePools>();
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            pools.Wake();
        });
        await pools.RunAsync(configuration, cancellationToken);
    }
}
