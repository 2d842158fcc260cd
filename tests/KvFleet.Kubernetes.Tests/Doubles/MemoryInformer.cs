using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>An informer that a test tells what happens.</summary>
internal sealed class MemoryInformer<TEntity> : IInformer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly MemoryStore<TEntity> _store = new();
    private readonly List<IInformerHandler<TEntity>> _handlers = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IStore<TEntity> Store => _store;

    public bool HasSynced => _synced.Task.IsCompleted;

    public DateTimeOffset? LastActivity => null;

    public string? LastError { get; set; }

    public bool IsRunning { get; private set; }

    public int Handlers
    {
        get
        {
            lock (_lock)
                return _handlers.Count;
        }
    }

    public void Sync() => _synced.TrySetResult();

    public void Add(TEntity entity, bool isInitial = false)
    {
        lock (_lock)
        {
            _store.Set(entity);
            _handlers.ForEach(h => h.OnAdded(entity, isInitial));
        }
    }

    public void Update(TEntity entity)
    {
        lock (_lock)
        {
            var old = _store.Get(ObjectKey.Of(entity))!;
            _store.Set(entity);
            _handlers.ForEach(h => h.OnUpdated(old, entity));
        }
    }

    public void Resync()
    {
        lock (_lock)
        {
            foreach (var entity in _store.List())
                _handlers.ForEach(h => h.OnUpdated(entity, entity));
        }
    }

    public void Delete(TEntity entity)
    {
        lock (_lock)
        {
            _store.Remove(entity);
            _handlers.ForEach(h => h.OnDeleted(entity));
        }
    }

    public IDisposable AddHandler(IInformerHandler<TEntity> handler)
    {
        lock (_lock)
        {
            foreach (var entity in _store.List())
                handler.OnAdded(entity, isInitial: true);
            _handlers.Add(handler);
        }

        return new Registration(() =>
        {
            lock (_lock)
                _handlers.Remove(handler);
        });
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken = default) => _synced.Task.WaitAsync(cancellationToken);

    public Task WaitForVersionAsync(string resourceVersion, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IsRunning = true;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        IsRunning = false;
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
