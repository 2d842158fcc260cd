using KvFleet.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Informers;

/// <summary>Changes the store and tells handlers of it, in one order for all.</summary>
internal sealed partial class InformerDispatcher<TEntity>(Store<TEntity> store, ILogger logger, StoreGuard<TEntity>? guard = null)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    // Held while handlers are told, so that one that comes late neither misses a change nor hears of it twice.
    private readonly Lock _gate = new();
    private readonly List<IInformerHandler<TEntity>> _handlers = [];

    public IDisposable Add(IInformerHandler<TEntity> handler)
    {
        lock (_gate)
        {
            foreach (var entity in store.List())
                Tell(handler, h => h.OnAdded(entity, isInitial: true));
            _handlers.Add(handler);
        }

        return new Registration(this, handler);
    }

    public void Set(TEntity entity)
    {
        lock (_gate)
        {
            guard?.Remember(entity);
            var old = store.Set(entity);
            Check(old);
            TellChange(old, entity, isInitial: false);
        }
    }

    public void Remove(TEntity entity)
    {
        lock (_gate)
        {
            if (store.Remove(ObjectKey.Of(entity)) is not { } last)
                return;
            Check(last);
            TellAll(h => h.OnDeleted(entity));
        }
    }

    public void Remove(ObjectKey key)
    {
        lock (_gate)
        {
            if (store.Remove(key) is { } last)
                TellAll(h => h.OnDeleted(last));
        }
    }

    /// <summary>Takes over a whole list; what is not in it any more was deleted while nobody watched.</summary>
    /// <param name="entities">The list.</param>
    /// <param name="unreadable">Objects that exist but could not be read: what is known of them stays.</param>
    /// <param name="isInitial">Whether this is the first list.</param>
    public void Replace(IReadOnlyCollection<TEntity> entities, IReadOnlyCollection<UnreadableObject> unreadable, bool isInitial)
    {
        lock (_gate)
        {
            var kept = unreadable.Select(u => store.Get(u.Key)).OfType<TEntity>();
            foreach (var entity in entities)
                guard?.Remember(entity);
            var before = store.Replace([.. entities, .. kept]);
            foreach (var (key, old) in before)
            {
                Check(old);
                if (store.Get(key) is null)
                    TellAll(h => h.OnDeleted(old));
            }

            foreach (var entity in store.List())
                TellChange(before.GetValueOrDefault(ObjectKey.Of(entity)), entity, isInitial);
        }
    }

    /// <summary>Tells of every object again.</summary>
    public void Resync()
    {
        lock (_gate)
        {
            foreach (var entity in store.List())
                TellAll(h => h.OnUpdated(entity, entity));
        }
    }

    /// <summary>Looks whether somebody changed what everybody shares; without a guard nothing is looked at.</summary>
    public void Verify()
    {
        lock (_gate)
        {
            foreach (var entity in store.List())
                Check(entity);
        }
    }

    private void Check(TEntity? entity)
    {
        if (entity is not null)
            guard?.Check(entity);
    }

    private void TellChange(TEntity? old, TEntity entity, bool isInitial)
    {
        if (old is null)
        {
            TellAll(h => h.OnAdded(entity, isInitial));
        }
        else if (!string.Equals(old.Uid(), entity.Uid(), StringComparison.Ordinal))
        {
            // Deleted and made again while nobody watched: two objects that share a name.
            TellAll(h => h.OnDeleted(old));
            TellAll(h => h.OnAdded(entity, isInitial));
        }
        else if (!string.Equals(old.ResourceVersion(), entity.ResourceVersion(), StringComparison.Ordinal))
        {
            TellAll(h => h.OnUpdated(old, entity));
        }
    }

    private void TellAll(Action<IInformerHandler<TEntity>> tell)
    {
        foreach (var handler in _handlers)
            Tell(handler, tell);
    }

    private void Tell(IInformerHandler<TEntity> handler, Action<IInformerHandler<TEntity>> tell)
    {
        try
        {
            tell(handler);
        }
        catch (Exception e)
        {
            // A handler that throws must not end the informer, nor keep others from hearing.
            LogHandlerFailed(e, handler.GetType().Name, typeof(TEntity).Name);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "Handler {Handler} failed on a change of {Kind}; the change is lost to it")]
    private partial void LogHandlerFailed(Exception exception, string handler, string kind);

    private sealed class Registration(InformerDispatcher<TEntity> owner, IInformerHandler<TEntity> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
                owner._handlers.Remove(handler);
        }
    }
}
