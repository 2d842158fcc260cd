namespace KvFleet.Kubernetes.Controllers;

/// <summary>Remembers the last state of objects that are gone until their controller has heard of it.</summary>
internal sealed class Tombstones<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Queue<TEntity>> _gone = [];

    public void Add(TEntity entity)
    {
        lock (_lock)
        {
            var key = ObjectKey.Of(entity);
            if (!_gone.TryGetValue(key, out var incarnations))
                _gone[key] = incarnations = new Queue<TEntity>(1);
            incarnations.Enqueue(entity);
        }
    }

    /// <summary>The oldest incarnation that was not told yet, or null.</summary>
    public TEntity? Peek(ObjectKey key)
    {
        lock (_lock)
            return _gone.TryGetValue(key, out var incarnations) ? incarnations.Peek() : null;
    }

    /// <summary>Forgets what <see cref="Peek"/> returned.</summary>
    public void Told(ObjectKey key)
    {
        lock (_lock)
        {
            if (!_gone.TryGetValue(key, out var incarnations))
                return;
            incarnations.Dequeue();
            if (incarnations.Count == 0)
                _gone.Remove(key);
        }
    }
}
