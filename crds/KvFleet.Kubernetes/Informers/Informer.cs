using KvFleet.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Informers;

/// <inheritdoc cref="IInformer{TEntity}"/>
public sealed partial class Informer<TEntity> : IInformer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly InformerOptions<TEntity> _options;
    private readonly InformerDispatcher<TEntity> _dispatcher;
    private readonly Reflector<TEntity> _reflector;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _resource = EntityMetadata.Of<TEntity>().QualifiedName;
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
        _logger = logger;
        var store = new Store<TEntity>(options.Indices);
        Store = store;
        _dispatcher = new InformerDispatcher<TEntity>(store, logger);
        _reflector = new Reflector<TEntity>(client, options, _dispatcher, timeProvider, OnAlive, u => LogUnreadable(_resource, u.Key, u.Error));
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
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var resync = ResyncAsync(stop.Token);
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
                Report(e);
                await Task.Delay(backoff.Next(), _timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        if (_options.ResyncPeriod <= TimeSpan.Zero)
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

    private void OnAlive()
    {
        Volatile.Write(ref _lastActivityTicks, _timeProvider.GetUtcNow().UtcTicks);
        LastError = null;
        if (_synced.TrySetResult())
            LogSynced(_resource, Store.Count);
    }

    private void Report(Exception e)
    {
        LastError = e.Message;
        switch (e)
        {
            case KubernetesApiException { IsExpired: true }:
                LogExpired(_resource);
                break;
            case KubernetesApiException { IsForbidden: true }:
                LogForbidden(_resource, e.Message);
                break;
            case KubernetesApiException { IsNotFound: true }:
                LogNotFound(_resource);
                break;
            case KubernetesApiException or HttpRequestException or TimeoutException or IOException:
                LogUnreachable(_resource, e.Message);
                break;
            default:
                LogFailed(e, _resource);
                break;
        }
    }

    [LoggerMessage(EventId = 1110, Level = LogLevel.Information, Message = "Informer of {Resource} has synced: {Count} objects")]
    private partial void LogSynced(string resource, int count);

    [LoggerMessage(EventId = 1111, Level = LogLevel.Information, Message = "Informer of {Resource} fell behind what the API server remembers; listing again")]
    private partial void LogExpired(string resource);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Warning, Message = "Informer of {Resource} may not list or watch: grant get, list and watch to this service account. {Error}")]
    private partial void LogForbidden(string resource, string error);

    [LoggerMessage(EventId = 1113, Level = LogLevel.Warning, Message = "The API server has no {Resource}: install the CustomResourceDefinition. Trying again until it is there")]
    private partial void LogNotFound(string resource);

    [LoggerMessage(EventId = 1114, Level = LogLevel.Warning, Message = "Informer of {Resource} lost the API server and tries again: {Error}")]
    private partial void LogUnreachable(string resource, string error);

    [LoggerMessage(EventId = 1116, Level = LogLevel.Error, Message = "{Resource} {Key} does not fit its type and is ignored until it changes; what was known of it stays. {Error}")]
    private partial void LogUnreadable(string resource, ObjectKey key, string error);

    [LoggerMessage(EventId = 1115, Level = LogLevel.Error, Message = "Informer of {Resource} failed unexpectedly and tries again")]
    private partial void LogFailed(Exception exception, string resource);
}
