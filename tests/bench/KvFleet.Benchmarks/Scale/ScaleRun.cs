using System.Text.Json.Nodes;
using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Hosting;
using KvFleet.Operator.Options;
using KvFleet.Operator.Telemetry;
using KvFleet.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Benchmarks.Scale;

/// <summary>
/// The operator in this process, real in everything but its agents (which answer at once from memory), against a real etcd and API server on the same cores. First everything from nothing, then changes of
/// single nodes.
/// </summary>
internal sealed class ScaleRun
{
    private const int Changes = 7;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static Task<ScaleRun>? _shared;

    private ScaleRun(double plan, IReadOnlyList<double> changes, IReadOnlyDictionary<string, double> details) => (PlanSeconds, ChangeSeconds, Details) = (plan, changes, details);

    /// <summary>From the start of the operator to the end of its last write, seconds.</summary>
    internal double PlanSeconds { get; }

    /// <summary>The same from a change of one node, for each change.</summary>
    internal IReadOnlyList<double> ChangeSeconds { get; }

    /// <summary>What was written and used.</summary>
    internal IReadOnlyDictionary<string, double> Details { get; }

    /// <summary>Both benchmarks are of one run.</summary>
    internal static Task<ScaleRun> GetAsync(CancellationToken cancellationToken) => _shared ??= RunAsync(cancellationToken);

    private static async Task<ScaleRun> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await LocalApiServer.StartAsync(cancellationToken);
        var configuration = KubernetesClientConfiguration.FromKubeConfig(server.KubeConfigPath);
        using var client = new KubernetesClient(configuration, new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(KvFleetJsonContext.Default) });
        await ScaleFleet.CreateAsync(client, server.KubeConfigPath, ScaleFleet.Nodes, ScaleFleet.Pools, agents: true, cancellationToken);
        using var writes = new SentWrites();
        using var host = Build(configuration);
        var pools = host.Services.GetRequiredService<IInformer<V1Alpha1KVCachePool>>();
        var nodes = host.Services.GetRequiredService<IInformer<V1Alpha1KVCacheNode>>();
        var pods = host.Services.GetRequiredService<IInformer<V1Pod>>();
        var used = Environment.CpuUsage.TotalTime;
        var started = TimeProvider.System.GetTimestamp();
        await host.StartAsync(cancellationToken);
        var last = await writes.WaitForQuietAsync(Quiet, () => IsPlanned(pools.Store, nodes.Store, pods.Store), cancellationToken);
        var plan = TimeProvider.System.GetElapsedTime(started, last).TotalSeconds;
        var details = writes.Counts.ToDictionary(static count => count.Key, static count => (double)count.Value, StringComparer.Ordinal);
        details["operator CPU seconds"] = (Environment.CpuUsage.TotalTime - used).TotalSeconds;

        var changes = new List<double>();
        for (var change = 0; change < Changes; change++)
            changes.Add(await ChangeAsync(client, nodes.Store, writes, change, cancellationToken));
        await host.StopAsync(cancellationToken);
        changes.Sort();
        return new ScaleRun(plan, changes, details);
    }

    // Half of its memory is taken away from one node: its part shrinks, others grow.
    private static async Task<double> ChangeAsync(KubernetesClient client, IStore<V1Alpha1KVCacheNode> nodes, SentWrites writes, int change, CancellationToken cancellationToken)
    {
        var name = ScaleFleet.NodeName(change * 137);
        var before = nodes.Get(name)!.Metadata.Generation;
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [WellKnownAnnotations.HostMemoryBudget] = "64Gi" } } };
        var started = TimeProvider.System.GetTimestamp();
        await client.PatchAsync<V1Node>(name, null, KubernetesPatch.Merge(patch), cancellationToken: cancellationToken);
        var last = await writes.WaitForQuietAsync(Quiet, () => nodes.Get(name)!.Metadata.Generation > before, cancellationToken);
        return TimeProvider.System.GetElapsedTime(started, last).TotalSeconds;
    }

    private static bool IsPlanned(IStore<V1Alpha1KVCachePool> pools, IStore<V1Alpha1KVCacheNode> nodes, IStore<V1Pod> pods) =>
        nodes.Count == ScaleFleet.Nodes && nodes.List().All(static node => node.Status?.Conditions is { Count: > 0 } && node.Spec.Assignments is [{ Holders.Count: > 0 }, ..])
        && pools.Count == ScaleFleet.Pools && pools.List().All(static pool => pool.Status?.Conditions is { Count: > 0 })
        && pods.List(ScaleFleet.Namespace).Count >= ScaleFleet.Nodes;

    private static IHost Build(KubernetesClientConfiguration configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole(static console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(configuration);
        builder.Services.AddSingleton<IAgentReportClient, AnsweringAgents>();
        builder.Services.AddKvFleetOperator(new OperatorOptions { Namespace = ScaleFleet.System, Identity = "scale" });
        return builder.Build();
    }
}
