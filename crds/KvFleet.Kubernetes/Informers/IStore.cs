namespace KvFleet.Kubernetes.Informers;

/// <summary>What is known of a kind: a local copy that a watch keeps up to date. Objects in it are shared: never change one.</summary>
/// <typeparam name="TEntity">The type.</typeparam>
public interface IStore<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>How many objects there are.</summary>
    int Count { get; }

    /// <summary>All objects, as of one moment: later changes do not show in what was returned.</summary>
    IReadOnlyCollection<TEntity> List();

    /// <summary>All objects of a namespace, as of one moment.</summary>
    /// <param name="namespace">The namespace.</param>
    IReadOnlyCollection<TEntity> List(string @namespace);

    /// <summary>An object, or null.</summary>
    /// <param name="key">Its key.</param>
    TEntity? Get(ObjectKey key);

    /// <summary>An object, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace; null for cluster-scoped kinds.</param>
    TEntity? Get(string name, string? @namespace = null);

    /// <summary>The objects that an index files under a value, as of one moment.</summary>
    /// <param name="index">The index: one of <see cref="InformerOptions{TEntity}.Indices"/>.</param>
    /// <param name="value">The value, for example an owner's uid.</param>
    /// <exception cref="ArgumentException">There is no such index.</exception>
    IReadOnlyCollection<TEntity> ByIndex(string index, string value);
}
