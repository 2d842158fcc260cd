using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Options;
using KvFleet.Operator.Status;
using Microsoft.Extensions.Options;

namespace KvFleet.Operator.Controllers;

/// <summary>
/// Keeps a deleted pool until the agents that can be reached have given its memory back, and not longer than the deadline. What lies on nodes that do not answer is freed there when they come back,
/// because nothing assigns it any more.
/// </summary>
internal sealed class PoolDrainFinalizer(
    FleetPictureSource pictures, PoolStatusWriter writer, IReconcileTrigger<FleetController> fleet, IEventRecorder events, IOptions<OperatorOptions> options, TimeProvider time)
    : IEntityFinalizer<V1Alpha1KVCachePool>
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<ReconciliationResult<V1Alpha1KVCachePool>> FinalizeAsync(V1Alpha1KVCachePool entity, CancellationToken cancellationToken)
    {
        var left = entity.Metadata.DeletionTimestamp!.Value + options.Value.DrainDeadline - time.GetUtcNow();
        if (pictures.Current is not { } picture || !picture.Pools.TryGetValue(entity.Uid(), out var pool) || !pool.Deleting)
        {
            fleet.Enqueue(FleetController.Key);
            return ReconciliationResult<V1Alpha1KVCachePool>.Success(entity, requeueAfter: Look);
        }

        await writer.WriteAsync(picture, pool, entity, cancellationToken);
        var holding = picture.Nodes.Values.Where(node => node.Holders.Any(holder => holder.PoolUid == pool.Uid)).ToList();
        var reachable = holding.Where(node => node.Agent.Answers).Select(node => node.Name).ToList();
        if (reachable.Count > 0 && left > TimeSpan.Zero)
            return ReconciliationResult<V1Alpha1KVCachePool>.Success(entity, requeueAfter: left < Look ? left : Look);

        if (reachable.Count > 0)
            events.Record(entity, EventType.Warning, "DrainDeadlinePassed", $"{Names.Few(reachable)} did not give all memory back in {options.Value.DrainDeadline.TotalMinutes:0.#} minutes; the pool goes, and pods that still map its memory keep it until they end.", action: "Drain");
        else if (holding.Count > 0)
            events.Record(entity, EventType.Warning, "DrainSkipped", $"{Names.Few([.. holding.Select(node => node.Name)])} cannot be reached; what is held there is freed when they come back.", action: "Drain");
        else
            events.Record(entity, EventType.Normal, "Drained", "All memory of the pool was given back.", action: "Drain");
        return ReconciliationResult<V1Alpha1KVCachePool>.Success(entity);
    }
}
