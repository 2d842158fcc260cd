using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Finalizers;

/// <summary>Cleans up before an object goes. Register it with <c>AddFinalizer</c> under the name that it leaves in <c>metadata.finalizers</c>.</summary>
/// <typeparam name="TEntity">The type of the objects.</typeparam>
public interface IEntityFinalizer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Called, possibly many times, for an object that is being deleted. A success without <c>requeueAfter</c> says that all is cleaned up, and lets the object
    /// go; a success with one says that it goes well but takes longer; a failure is retried.
    /// </summary>
    /// <param name="entity">The newest known state; never change it.</param>
    /// <param name="cancellationToken">Cancelled at shutdown and when the run takes too long.</param>
    Task<ReconciliationResult<TEntity>> FinalizeAsync(TEntity entity, CancellationToken cancellationToken);
}
