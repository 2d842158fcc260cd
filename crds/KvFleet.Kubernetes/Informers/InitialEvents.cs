using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Informers;

/// <summary>Gathers the objects of a streamed list, out of sight, until the server says that these were all.</summary>
internal sealed class InitialEvents<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<ObjectKey, TEntity> _objects = [];
    private readonly Dictionary<ObjectKey, UnreadableObject> _unreadable = [];

    public IReadOnlyCollection<TEntity> Objects => _objects.Values;

    public IReadOnlyCollection<UnreadableObject> Unreadable => _unreadable.Values;

    /// <summary>Takes one event.</summary>
    /// <returns>True when that was the end.</returns>
    /// <exception cref="InitialEventsMissingException">An ordinary bookmark came first: the server does not know what it was asked.</exception>
    public bool Take(WatchEventType type, TEntity entity)
    {
        if (type == WatchEventType.Bookmark)
            return WatchRequest.EndsInitialEvents(entity) ? true : throw new InitialEventsMissingException("sent an ordinary bookmark before the end of it.");
        var key = ObjectKey.Of(entity);
        _unreadable.Remove(key);
        // What changes meanwhile is told in between.
        if (type == WatchEventType.Deleted)
            _objects.Remove(key);
        else
            _objects[key] = entity;
        return false;
    }

    /// <summary>Notes an object that does not fit its type.</summary>
    public void Skip(UnreadableObject unreadable)
    {
        _objects.Remove(unreadable.Key);
        if (unreadable.EventType == WatchEventType.Deleted)
            _unreadable.Remove(unreadable.Key);
        else
            _unreadable[unreadable.Key] = unreadable;
    }
}
