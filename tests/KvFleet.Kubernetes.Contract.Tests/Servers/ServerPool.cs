using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Testing;

[assembly: AssemblyFixture(typeof(ServerPool))]

namespace KvFleet.Kubernetes.Contract.Tests.Servers;

/// <summary>Starts what the cases need once, when the first of them needs it, and ends it after the last.</summary>
public sealed class ServerPool : IAsyncDisposable
{
    private readonly Lazy<Task<LocalApiServer>> _local = new(static () => StartLocalAsync());
    private readonly Lazy<Task<KubernetesClientConfiguration>> _cluster = new(static () => PrepareClusterAsync());

    /// <summary>Path of the kubeconfig of somebody else's cluster; null when there is none.</summary>
    public static string? ClusterConfig => Environment.GetEnvironmentVariable("KVFLEET_E2E_KUBECONFIG") is { Length: > 0 } path ? path : null;

    /// <summary>Why there is no such server here; null when there is.</summary>
    public static string? WhyNot(ServerKind kind) => kind switch
    {
        ServerKind.Local => KubernetesBinaries.Find(out var missing) is null ? missing : null,
        ServerKind.Cluster => ClusterConfig is null ? "KVFLEET_E2E_KUBECONFIG names no cluster" : null,
        _ => null,
    };

    /// <summary>A server for one case: a fake of its own, or a namespace of its own on a shared real one.</summary>
    /// <param name="kind">What to open.</param>
    /// <param name="version">As which version a fake behaves; null for what its kind says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ContractServer> OpenAsync(ServerKind kind, string? version, CancellationToken cancellationToken) => kind switch
    {
        ServerKind.Fake or ServerKind.FakeNewest => await ContractServer.OnFakeAsync(kind, version, cancellationToken),
        ServerKind.Local => await ContractServer.OnRealAsync(kind, Configuration(await _local.Value), null, cancellationToken),
        _ => await ContractServer.OnRealAsync(kind, await _cluster.Value, null, cancellationToken),
    };

    /// <summary>A server that the case may stop, and whose history it may have forgotten: nobody else uses it.</summary>
    public static async Task<ContractServer> OpenOwnAsync(ServerKind kind, CancellationToken cancellationToken)
    {
        if (kind is ServerKind.Fake or ServerKind.FakeNewest)
            return await ContractServer.OnFakeAsync(kind, null, cancellationToken);
        var own = await StartLocalAsync();
        return await ContractServer.OnRealAsync(kind, Configuration(own), own, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_local.IsValueCreated && _local.Value.IsCompletedSuccessfully)
            await (await _local.Value).DisposeAsync();
        if (!_cluster.IsValueCreated || !_cluster.Value.IsCompletedSuccessfully)
            return;
        using var client = ContractServer.Connect(await _cluster.Value);
        await new ForeignCluster(client).LeaveAsync();
    }

    private static KubernetesClientConfiguration Configuration(LocalApiServer server) => KubernetesClientConfiguration.FromKubeConfig(server.KubeConfigPath);

    private static async Task<LocalApiServer> StartLocalAsync()
    {
        var server = await LocalApiServer.StartAsync();
        using var client = ContractServer.Connect(Configuration(server));
        await WidgetDefinition.InstallAsync(client, CancellationToken.None);
        return server;
    }

    private static async Task<KubernetesClientConfiguration> PrepareClusterAsync()
    {
        var configuration = KubernetesClientConfiguration.FromKubeConfig(ClusterConfig!);
        using var client = ContractServer.Connect(configuration);
        await new ForeignCluster(client).RemoveStaleAsync();
        await WidgetDefinition.InstallAsync(client, CancellationToken.None);
        return configuration;
    }
}
