namespace KvFleet.Kubernetes.Informers;

/// <summary>Lists and watches a kind, keeps a store of it and tells handlers. It never gives up: whatever fails is logged and tried again.</summary>
/// <typeparam name="TEntity">The type.</typeparam>
public interface IInformer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>What is known. Empty until <see cref="HasSynced"/>.</summary>
    IStore<TEntity> Store { get; }

    /// <summary>True once the first list is in the store and all handlers heard of it.</summary>
    bool HasSynced { get; }

    /// <summary>When the server last showed a sign of life for this kind (list, event or bookmark); null before the first.</summary>
    DateTimeOffset? LastActivity { get; }

    /// <summary>Why the last attempt failed, in one line; null while all is well.</summary>
    string? LastError { get; }

    /// <summary>Adds a handler. One that comes late hears of every known object as added.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>Dispose to remove it.</returns>
    IDisposable AddHandler(IInformerHandler<TEntity> handler);

    /// <summary>Completes once <see cref="HasSynced"/>.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task WaitForSyncAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Completes once the store holds everything up to a version: what was just written can then be read back, instead of being made a second time because the store does not show
    /// it yet. A write whose object the selectors leave out counts as seen with the next bookmark, about a minute later.
    /// </summary>
    /// <param name="resourceVersion">The version, as the answer to a write of this kind has it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task WaitForVersionAsync(string resourceVersion, CancellationToken cancellationToken = default);

    /// <summary>Lists and watches until cancelled. Call it once.</summary>
    /// <param name="cancellationToken">Ends the informer.</param>
    Task RunAsync(CancellationToken cancellationToken);
}
