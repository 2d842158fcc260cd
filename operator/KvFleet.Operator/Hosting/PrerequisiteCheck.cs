using KvFleet.Api.Filesystems;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Operator.Hosting;

/// <summary>
/// Says what an administrator has forgotten, while the operator waits for it: definitions that are not installed, permissions that are not granted. The operator goes on by itself when it is there.
/// </summary>
internal sealed partial class PrerequisiteCheck(
    IKubernetesClient client, IInformer<V1Alpha1KVCachePool> pools, IInformer<V1Alpha1KVCacheNode> nodes, IInformer<V1Alpha1KVCacheFilesystem> filesystems, TimeProvider time, ILogger<PrerequisiteCheck> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private volatile string? _problem;

    /// <inheritdoc/>
    public string Name => "prerequisites";

    /// <inheritdoc/>
    public HealthScope Scope => HealthScope.Ready;

    /// <inheritdoc/>
    public string? Check() => pools.HasSynced && nodes.HasSynced && filesystems.HasSynced ? null : _problem;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && !(pools.HasSynced && nodes.HasSynced && filesystems.HasSynced))
        {
            _problem = await FindAsync(stoppingToken);
            if (_problem is { } problem)
                LogProblem(problem);
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _problem = null;
    }

    private async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await client.Discovery.HasResourceAsync<V1Alpha1KVCachePool>(cancellationToken) || !await client.Discovery.HasResourceAsync<V1Alpha1KVCacheNode>(cancellationToken)
                || !await client.Discovery.HasResourceAsync<V1Alpha1KVCacheFilesystem>(cancellationToken))
                return "the CustomResourceDefinitions of kvfleet.io are not installed: kubectl apply -k config/crd";
        }
        catch (Exception error) when (error is KubernetesApiException or HttpRequestException or TimeoutException)
        {
            return $"the API server cannot be asked what it has: {error.Message}";
        }

        return (pools.LastError ?? nodes.LastError ?? filesystems.LastError) is { } refused ? $"KVCachePools, KVCacheNodes or KVCacheFilesystems cannot be read (is the ClusterRole of config/base bound to the operator's service account?): {refused}" : null;
    }

    [LoggerMessage(1401, LogLevel.Error, "Waiting: {Problem}")]
    private partial void LogProblem(string problem);
}
