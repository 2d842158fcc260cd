namespace KvFleet.Kubernetes.Informers;

/// <inheritdoc cref="IStore{TEntity}"/>
/// <param name="indices">Indices by name.</param>
public sealed class Store<TEntity>(IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> indices) : IStore<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    // One writer (the informer), any number of readers: each reader sees one whole snapshot.
    private volatile StoreSnapshot<TEntity> _snapshot = new(indices);

    /// <inheritdoc/>
    public int Count => _snapshot.Items.Count;

    /// <inheritdoc/>
    public IReadOnlyCollection<TEntity> List() => _snapshot.List;

    /// <inheritdoc/>
    public IReadOnlyCollection<TEntity> List(string @namespace) =>
        [.. _snapshot.List.Where(e => string.Equals(e.Namespace(), @namespace, StringComparison.Ordinal))];

    /// <inheritdoc/>
    public TEntity? Get(ObjectKey key) => _snapshot.Items.GetValueOrDefault(key);

    /// <inheritdoc/>
    public TEntity? Get(string name, string? @namespace = null) => Get(new ObjectKey(@namespace, name));

    /// <inheritdoc/>
    public IReadOnlyCollection<TEntity> ByIndex(string index, string value) => _snapshot.ByIndex(index, value);

    /// <summary>Puts an object in.</summary>
    /// <param name="entity">The object.</param>
    /// <returns>What was there before.</returns>
    internal TEntity? Set(TEntity entity)
    {
        var key = ObjectKey.Of(entity);
        var old = Get(key);
        _snapshot = _snapshot.With(key, entity);
        return old;
    }

    /// <summary>Takes an object out.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>What was there.</returns>
    internal TEntity? Remove(ObjectKey key)
    {
        var old = Get(key);
        _snapshot = _snapshot.Without(key);
        return old;
    }

    /// <summary>Replaces everything at once, so that no reader sees half of it.</summary>
    /// <param name="entities">What there is now.</param>
    /// <returns>What was there before, by key.</returns>
    internal IReadOnlyDictionary<ObjectKey, TEntity> Replace(IEnumerable<TEntity> entities)
    {
        var before = _snapshot;
        _snapshot = before.Replaced(entities);
        return before.Items;
    }
}
