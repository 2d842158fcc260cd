namespace KvFleet.Kubernetes.Conditions;

/// <summary>Writes an object's status as a transaction.</summary>
public interface IStatusWriter
{
    /// <summary>
    /// Applies a change to a copy of the object and stores its status. Nothing is written if nothing changed: a status that is written at each
    /// run wakes its own controller for ever. When somebody else wrote meanwhile, the change is applied to what they left.
    /// </summary>
    /// <typeparam name="TEntity">The kind; it needs a status subresource.</typeparam>
    /// <param name="entity">The object as it is known, for example from a cache; not changed.</param>
    /// <param name="change">The change; only status counts. It may be called several times, each time with a fresh copy.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored; null when it (this incarnation of it) is gone.</returns>
    /// <exception cref="Client.KubernetesApiException">The server refused, or others kept writing.</exception>
    Task<TEntity?> UpdateAsync<TEntity>(TEntity entity, Action<TEntity> change, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;
}
