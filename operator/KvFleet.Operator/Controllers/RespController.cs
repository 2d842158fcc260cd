using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Resp;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Controllers;

/// <summary>
/// Makes a pool reachable over the Redis protocol: hands password and certificate to the agents that hold the pool, and to no other; publishes where they are. Secrets are asked for every half minute, because
/// watching them would need a right to all of them. The key is the pool.
/// </summary>
[EntityRbac(typeof(V1Service), typeof(V1Endpoints), Verbs = RbacVerb.Get | RbacVerb.Create | RbacVerb.Patch | RbacVerb.Delete)]
internal sealed partial class RespController(
    IInformer<V1Alpha1KVCachePool> entities,
    FleetPictureSource pictures,
    RespSecretReader secrets,
    RespPublisher publisher,
    RespNodes nodes,
    RespBook book,
    IAgentReportClient agents,
    IReconcileTrigger<PoolController> pools,
    ILogger<RespController> logger) : IKeyController
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (entities.Store.Get(key.Name, key.Namespace) is not { } entity || entity.IsDeleting())
            return ReconciliationResult.Success();
        if (pictures.Current is not { } fleet || !fleet.Pools.TryGetValue(entity.Uid(), out var pool) || pool.Pool.Metadata.Generation < entity.Metadata.Generation)
            return entity.Spec.Resp is null ? ReconciliationResult.Success() : ReconciliationResult.Success(Soon);
        if (pool.Resolution.Pool is not { } resolved)
            return ReconciliationResult.Success();
        if (resolved.Resp is not { } wanted)
        {
            // What an operator before this one published shows in the status.
            if (book.Forget(pool.Uid) || entity.Status?.Resp is not null)
                await publisher.WithdrawAsync(entity, cancellationToken);
            return ReconciliationResult.Success();
        }

        var found = await secrets.ReadAsync(entity.Namespace()!, wanted, cancellationToken);
        var serving = nodes.Of(fleet, pool.Uid);
        var failed = found.Credentials is { } credentials && !await HandOverAsync(pool.Uid, credentials, serving, cancellationToken);
        var problem = found.Problem;
        if (serving.Select(static node => (int?)node.Told.Port).FirstOrDefault() is { } port)
        {
            var addresses = serving.Where(static node => node.Report is { Listening: true } report && report.Port == node.Told.Port).Select(static node => (node.Node, node.Address.ToString())).ToList();
            problem ??= await publisher.PublishAsync(entity, port, addresses, cancellationToken);
        }

        if (book.Note(pool.Uid, new RespState(problem)))
            pools.Enqueue(key);
        return ReconciliationResult.Success(failed ? TryAgain : LookEvery);
    }

    private async Task<bool> HandOverAsync(string poolUid, RespCredentials credentials, IReadOnlyList<RespNode> serving, CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var node in serving.Where(node => node.Report is { } report && report.CredentialsVersion != credentials.Version))
        {
            try
            {
                await agents.PutRespAsync(node.Address, poolUid, credentials, cancellationToken);
                LogHandedOver(poolUid, node.Node);
            }
            catch (Exception error) when (error is HttpRequestException or TimeoutException or IOException)
            {
                LogNotHandedOver(poolUid, node.Node, error.Message);
                all = false;
            }
        }

        return all;
    }

    [LoggerMessage(1901, LogLevel.Information, "Pool {Pool}: the agent of {Node} has password and certificate of the Redis protocol")]
    private partial void LogHandedOver(string pool, string node);

    [LoggerMessage(1902, LogLevel.Warning, "Pool {Pool}: password and certificate of the Redis protocol could not be handed to the agent of {Node}: {Error}")]
    private partial void LogNotHandedOver(string pool, string node, string error);
}
