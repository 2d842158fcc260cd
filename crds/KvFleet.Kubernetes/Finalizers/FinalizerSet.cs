using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Finalizers;

/// <summary>All finalizers of this operator for one kind, in the order of their registration.</summary>
internal sealed class FinalizerSet<TEntity>(
    IReadOnlyList<FinalizerRegistration<TEntity>> registrations, FinalizerPatcher patcher, bool autoAttach, bool autoDetach)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly string[] _ids = [.. registrations.Select(static r => r.Id)];

    /// <summary>Attaches what is missing, before anything is done for the object. Null: the object is gone.</summary>
    public async Task<TEntity?> AttachAsync(TEntity entity, CancellationToken cancellationToken) =>
        autoAttach ? await patcher.AttachAsync(entity, _ids, cancellationToken) : entity;

    /// <summary>Runs the finalizers that are attached, one after the other, and takes each off when it is done.</summary>
    public async Task<ReconciliationResult> FinalizeAsync(TEntity entity, CancellationToken cancellationToken)
    {
        foreach (var (id, finalizer) in registrations)
        {
            if (!entity.HasFinalizer(id))
                continue;

            var result = await finalizer.FinalizeAsync(entity, cancellationToken);
            if (!result.IsSuccess || result.RequeueAfter is not null)
                return result.Outcome;
            if (!autoDetach)
                continue;
            if (await patcher.DetachAsync(entity, id) is not { } rest)
                break;
            entity = rest;
        }

        return ReconciliationResult.Success();
    }
}
