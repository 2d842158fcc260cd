using KvFleet.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Informers;

/// <inheritdoc cref="IInformer{TEntity}"/>
public sealed class Informer<TEntity> : IInformer<TEntity>, IReflectorReport
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    // Longer times are "never", and more than a timer takes.
    private static readonly TimeSpan LongestResync = TimeSpan.FromDays(30);

    private static readonly TimeSpan VerifyPeriod = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _timeProvider;
    private readonly InformerOptions<TEntity> _options;
    private readonly InformerLog _log;
    private readonly InformerDispatcher<TEntity> _dispatcher;
    private readonly SeenVersion _version = new();
    private readonly Reflector<TEntity> _reflector;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastActivityTicks;

    /// <summary>Makes an informer; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">What to follow and keep.</param>
    /// <param name="timeProvider">Time.</param>
    /// <param name="logger">Log.</param>
    public Informer(IKubernetesClient client, InformerOptions<TEntity> options, TimeProvider timeProvider, ILogger<Informer<TEntity>> logger)
    {
        _options = options;
        _timeProvider = timeProvider;
        _log = new InformerLog(EntityMetadata.Of<TEntity>().QualifiedName, logger);
        var store = new Store<TEntity>(options.Indices.ToDictionary(static i => i.Key, i => Guarded(i.Key, i.Value), StringComparer.Ordinal));
        Store = store;
        var guard = options.DetectChangesWith is { } type ? new StoreGuard<TEntity>(type, _log.ChangedInCache) : null;
        _dispatcher = new InformerDispatcher<TEntity>(store, logger, guard);
        _reflector = new Reflector<TEntity>(client, options, _dispatcher, _version, timeProvider, this);
    }

    /// <inheritdoc/>
    public IStore<TEntity> Store { get; }

    /// <inheritdoc/>
    public bool HasSynced => _synced.Task.IsCompletedSuccessfully;

    /// <inheritdoc/>
    public DateTimeOffset? LastActivity =>
        Volatile.Read(ref _lastActivityTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <inheritdoc/>
    public string? LastError { get; private set; }

    /// <inheritdoc/>
    public IDisposable AddHandler(IInformerHandler<TEntity> handler) => _dispatcher.Add(handler);

    /// <inheritdoc/>
    public Task WaitForSyncAsync(CancellationToken cancellationToken = default) => _synced.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task WaitForVersionAsync(string resourceVersion, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceVersion);
        return _version.WaitAsync(resourceVersion, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var resync = Task.WhenAll(ResyncAsync(stop.Token), VerifyAsync(stop.Token));
        try
        {
            await FollowAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await resync;
        }
    }

    void IReflectorReport.Alive()
    {
        Volatile.Write(ref _lastActivityTicks, _timeProvider.GetUtcNow().UtcTicks);
        LastError = null;
        if (_synced.TrySetResult())
            _log.Synced(Store.Count);
    }

    void IReflectorReport.Unreadable(UnreadableObject unreadable) => _log.Unreadable(unreadable);

    void IReflectorReport.NotStreaming(string why) => _log.NotStreaming(why);

    void IReflectorReport.NotTrimmed(ObjectKey key, Exception failure) => _log.NotTrimmed(key, failure);

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var backoff = new InformerBackoff(_timeProvider);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _reflector.StepAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LastError = e.Message;
                _log.Failed(e);
                var wait = backoff.Next((e as KubernetesApiException)?.RetryAfter);
                await Task.Delay(wait, _timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        if (_options.ResyncPeriod <= TimeSpan.Zero || _options.ResyncPeriod > LongestResync)
            return;
        while (true)
        {
            var period = _options.ResyncPeriod * (1 + (0.1 * Random.Shared.NextDouble()));
            await Task.Delay(period, _timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
                return;
            _dispatcher.Resync();
        }
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        while (_options.DetectChangesWith is not null)
        {
            await Task.Delay(VerifyPeriod, _timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Also at the end, so that a short test hears of it.
            _dispatcher.Verify();
            if (cancellationToken.IsCancellationRequested)
                return;
        }
    }

    /// <summary>An index is somebody else's code: one that throws must not end the informer that everybody shares.</summary>
    private Func<TEntity, IEnumerable<string>> Guarded(string name, Func<TEntity, IEnumerable<string>> index) => entity =>
    {
        try
        {
            return [.. index(entity)];
        }
        catch (Exception e)
        {
            _log.NotIndexed(name, ObjectKey.Of(entity), e);
            return [];
        }
    };
}
