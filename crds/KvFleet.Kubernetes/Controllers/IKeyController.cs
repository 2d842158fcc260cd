namespace KvFleet.Kubernetes.Controllers;

/// <summary>
/// A controller without an object of its own: it runs for keys that its watches choose. A planner over the whole fleet watches several kinds and maps all of
/// them to one key; a controller per node maps pods to their node's name.
/// </summary>
/// <remarks>The promises are those of <see cref="IEntityController{TEntity}"/>.</remarks>
public interface IKeyController
{
    /// <summary>Does what is needed for a key, whether or not an object of that name exists.</summary>
    /// <param name="key">The key, as a watch's mapping or a trigger gave it.</param>
    /// <param name="cancellationToken">Cancelled at shutdown, at loss of leadership and when the run takes too long.</param>
    Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}
