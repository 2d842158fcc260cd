using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>Turns a key into calls of an entity controller and its finalizers, from what the cache says now.</summary>
/// <remarks>What is being deleted is recognised by its deletion timestamp, whatever event brought the key: after a restart it arrives as "added".</remarks>
internal sealed class EntityReconciler<TEntity>(
    IStore<TEntity> store, IEntityController<TEntity> controller, FinalizerSet<TEntity> finalizers, Tombstones<TEntity> tombstones)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    public async Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        while (tombstones.Peek(key) is { } gone)
        {
            var told = await controller.DeletedAsync(gone, cancellationToken);
            // A terminal failure is final here, too: the object cannot change any more.
            if (!told.IsSuccess && !told.IsTerminal)
                return told.Outcome;
            tombstones.Told(key);
        }

        if (store.Get(key) is not { } entity)
            return ReconciliationResult.Success();
        if (entity.IsDeleting())
            return await finalizers.FinalizeAsync(entity, cancellationToken);
        if (await finalizers.AttachAsync(entity, cancellationToken) is not { } attached || attached.IsDeleting())
            return ReconciliationResult.Success();
        return (await controller.ReconcileAsync(attached, cancellationToken)).Outcome;
    }
}
