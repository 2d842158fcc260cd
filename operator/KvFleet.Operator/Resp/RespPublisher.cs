using KvFleet.Api.Conditions;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Status;

namespace KvFleet.Operator.Resp;

/// <summary>Keeps a pool's Services and Endpoints as they should be; writes only what differs, and touches nothing that is not the pool's.</summary>
/// <param name="client">The API server.</param>
internal sealed class RespPublisher(IKubernetesClient client)
{
    /// <summary>Publishes where the pool is served.</summary>
    /// <returns>Why it cannot be; null when it is.</returns>
    public async Task<Finding?> PublishAsync(V1Alpha1KVCachePool pool, int port, IReadOnlyCollection<(string Node, string Address)> addresses, CancellationToken cancellationToken)
    {
        if (await ApplyAsync(RespServiceBuilder.Headless(pool, port), addresses, pool, port, cancellationToken) is { } problem)
            return problem;
        var version = await client.Discovery.GetServerVersionAsync(cancellationToken);
        return version.Has(KubernetesFeature.ServiceInternalTrafficPolicy)
            ? await ApplyAsync(RespServiceBuilder.Local(pool, port), addresses, pool, port, cancellationToken)
            : null;
    }

    /// <summary>Takes back what was published.</summary>
    public async Task WithdrawAsync(V1Alpha1KVCachePool pool, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { RespNames.Service(pool.Name()), RespNames.LocalService(pool.Name()) })
        {
            if (await client.GetAsync<V1Service>(name, pool.Namespace(), cancellationToken) is { } service && IsOurs(service, pool))
                await client.DeleteAsync<V1Service>(name, pool.Namespace(), Exactly(service), cancellationToken);
            if (await client.GetAsync<V1Endpoints>(name, pool.Namespace(), cancellationToken) is { } endpoints && IsOurs(endpoints, pool))
                await client.DeleteAsync<V1Endpoints>(name, pool.Namespace(), Exactly(endpoints), cancellationToken);
        }
    }

    private async Task<Finding?> ApplyAsync(
        V1Service wanted, IReadOnlyCollection<(string Node, string Address)> addresses, V1Alpha1KVCachePool pool, int port, CancellationToken cancellationToken)
    {
        var name = wanted.Name();
        var service = await client.GetAsync<V1Service>(name, pool.Namespace(), cancellationToken);
        var endpoints = await client.GetAsync<V1Endpoints>(name, pool.Namespace(), cancellationToken);
        if ((service is not null && !IsOurs(service, pool)) || (endpoints is not null && !IsOurs(endpoints, pool)))
            return Finding.False(ConditionReasons.ServiceNameTaken, $"There is a Service or Endpoints {name} in namespace {pool.Namespace()} that is not the pool's; rename it. The pool is served, but cannot be found by that name.");

        if (!RespComparison.Same(service, wanted))
            await client.ApplyAsync(wanted, RespNames.FieldManager, cancellationToken: cancellationToken);
        var behind = RespServiceBuilder.Endpoints(pool, name, port, addresses);
        if (!RespComparison.Same(endpoints, behind))
            await client.ApplyAsync(behind, RespNames.FieldManager, cancellationToken: cancellationToken);
        return null;
    }

    private static bool IsOurs(IKubernetesObject<V1ObjectMeta> entity, V1Alpha1KVCachePool pool) => entity.Metadata.OwnerReferences?.Any(owner => owner.Uid == pool.Uid()) == true;

    private static V1DeleteOptions Exactly(IKubernetesObject<V1ObjectMeta> entity) => new() { Preconditions = new V1Preconditions { Uid = entity.Metadata.Uid } };
}
