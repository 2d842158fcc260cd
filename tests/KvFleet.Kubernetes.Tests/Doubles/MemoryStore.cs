using System.Collections.Concurrent;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>A store that a test fills.</summary>
internal sealed class MemoryStore<TEntity> : IStore<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<ObjectKey, TEntity> _objects = new();

    public int Count => _objects.Count;

    public void Set(TEntity entity) => _objects[ObjectKey.Of(entity)] = entity;

    public void Remove(TEntity entity) => _objects.TryRemove(ObjectKey.Of(entity), out _);

    public IReadOnlyCollection<TEntity> List() => [.. _objects.Values];

    public IReadOnlyCollection<TEntity> List(string @namespace) =>
        [.. _objects.Values.Where(o => string.Equals(o.Namespace(), @namespace, StringComparison.Ordinal))];

    public TEntity? Get(ObjectKey key) => _objects.GetValueOrDefault(key);

    public TEntity? Get(string name, string? @namespace = null) => Get(new ObjectKey(@namespace, name));

    public IReadOnlyCollection<TEntity> ByIndex(string index, string value) => throw new ArgumentException("no index", nameof(index));
}
