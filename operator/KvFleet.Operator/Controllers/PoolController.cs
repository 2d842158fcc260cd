using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Resp;
using KvFleet.Operator.Status;

namespace KvFleet.Operator.Controllers;

/// <summary>Says in every pool's status how it is. What becomes of the pool is decided for the whole fleet at once; every plan has this run for every pool afterwards.</summary>
[EntityRbac(typeof(V1Alpha1KVCachePool), Verbs = RbacVerb.Read | RbacVerb.Patch)]
[GenericRbac(Groups = ["kvfleet.io"], Resources = ["kvcachepools/status"], Verbs = RbacVerb.Patch)]
[GenericRbac(Groups = ["", "events.k8s.io"], Resources = ["events"], Verbs = RbacVerb.Create | RbacVerb.Patch)]
internal sealed class PoolController(FleetPictureSource pictures, PoolStatusWriter writer, WritePacer pacer, FaultBook faults, RespBook resp) : IEntityController<V1Alpha1KVCachePool>
{
    /// <inheritdoc/>
    public async Task<ReconciliationResult<V1Alpha1KVCachePool>> ReconcileAsync(V1Alpha1KVCachePool entity, CancellationToken cancellationToken)
    {
        // A picture that has not seen this generation would say the wrong things about it; the next one comes in a moment.
        return pictures.Current is { } fleet && fleet.Pools.TryGetValue(entity.Uid(), out var pool) && pool.Pool.Metadata.Generation >= entity.Metadata.Generation
            ? ReconciliationResult<V1Alpha1KVCachePool>.Success(entity, await writer.WriteAsync(fleet, pool, entity, cancellationToken))
            : ReconciliationResult<V1Alpha1KVCachePool>.Success(entity);
    }

    /// <inheritdoc/>
    public Task<ReconciliationResult<V1Alpha1KVCachePool>> DeletedAsync(V1Alpha1KVCachePool entity, CancellationToken cancellationToken)
    {
        pacer.Forget(entity.Uid());
        faults.Forget(entity.Uid());
        resp.Forget(entity.Uid());
        return Task.FromResult(ReconciliationResult<V1Alpha1KVCachePool>.Success(entity));
    }
}
