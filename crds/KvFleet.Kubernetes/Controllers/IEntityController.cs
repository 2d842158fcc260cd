namespace KvFleet.Kubernetes.Controllers;

/// <summary>Brings the world in line with objects of one kind. Register it with <c>AddController</c>; it is made once and shared by all workers.</summary>
/// <remarks>
/// Runs are level-triggered: nobody says what changed, only that something may have. A run must be repeatable, and may be cut off at any point.
/// Two runs for one object never overlap; runs for different objects do.
/// Whatever is thrown is caught, counted and retried; a conflict is an ordinary requeue, an <c>Invalid</c> answer is terminal.
/// </remarks>
/// <typeparam name="TEntity">The type of the objects.</typeparam>
public interface IEntityController<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Called for an object that is not being deleted. All finalizers of this operator are attached by then.</summary>
    /// <param name="entity">The newest known state, shared with the cache: never change it.</param>
    /// <param name="cancellationToken">Cancelled at shutdown, at loss of leadership and when the run takes too long.</param>
    Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellationToken);

    /// <summary>
    /// Called after an object is gone, for cleaning up in memory. What was deleted while the operator was away is not told: what must not be missed belongs
    /// into a finalizer.
    /// </summary>
    /// <param name="entity">Its last known state.</param>
    /// <param name="cancellationToken">As for <see cref="ReconcileAsync"/>.</param>
    Task<ReconciliationResult<TEntity>> DeletedAsync(TEntity entity, CancellationToken cancellationToken);
}
