namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Changes objects that others write, too. Use it for the part of an object that is not one's own, such as a label, an annotation or a field that several write; for what a controller owns as a whole there is
/// <see cref="IKubernetesClient.ApplyAsync"/>, and for status <see cref="Conditions.IStatusWriter"/>.
/// </summary>
public interface IObjectWriter
{
    /// <summary>
    /// Applies a change to a copy of the object and stores what differs, provided that nobody wrote meanwhile; otherwise the object is read again and the change applied to what the others left. Nothing is
    /// written when nothing differs. What is sent is a merge patch with the object's version: fields that the type does not model stay as they are.
    /// </summary>
    /// <typeparam name="TEntity">The kind.</typeparam>
    /// <param name="entity">The object as it is known, for example from a cache; not changed.</param>
    /// <param name="change">The change; a status that is a subresource is not written. It may be called several times, each time with a fresh copy.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored; null when it (this incarnation of it) is gone.</returns>
    /// <exception cref="ArgumentException">The object was never read: it has no version.</exception>
    /// <exception cref="NotSupportedException">The change is to a list of objects, and the type models only part of the kind (<see cref="Models.PartialModelAttribute"/>): their other fields would be erased.</exception>
    /// <exception cref="KubernetesApiException">The server refused, or others kept writing.</exception>
    Task<TEntity?> UpdateAsync<TEntity>(TEntity entity, Action<TEntity> change, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>The same for a kind without a class, or one that is served elsewhere than its class says.</summary>
    /// <typeparam name="TEntity">The class; <see cref="UnstructuredObject"/> for kinds without one.</typeparam>
    /// <param name="resource">The kind.</param>
    /// <param name="entity">The object as it is known; not changed.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object as stored; null when it (this incarnation of it) is gone.</returns>
    Task<TEntity?> UpdateAsync<TEntity>(
        IKubernetesResourceClient<TEntity> resource, TEntity entity, Action<TEntity> change, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;
}
