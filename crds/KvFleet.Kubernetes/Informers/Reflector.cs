using System.Net;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Informers;

/// <summary>
/// Lists once, then watches; lists again only when the server has forgotten where the watch was. The rules are those of client-go's
/// <c>reflector.go</c>. Where the server can, list and watch are one stream.
/// </summary>
internal sealed class Reflector<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan VeryShort = TimeSpan.FromSeconds(1);

    // Between the events of a streamed list; a server that has nothing more to tell has said so long before.
    private static readonly TimeSpan LongestInitialSilence = TimeSpan.FromSeconds(15);

    private readonly Func<TEntity, TEntity>? _transform;
    private readonly InformerDispatcher<TEntity> _dispatcher;
    private readonly SeenVersion _version;
    private readonly TimeProvider _time;
    private readonly IReflectorReport _report;
    private readonly ReflectorCalls<TEntity> _calls;
    private readonly StreamedListSupport _streaming;
    private bool _listed;
    private bool _isFirst = true;

    public Reflector(
        IKubernetesClient client,
        InformerOptions<TEntity> options,
        InformerDispatcher<TEntity> dispatcher,
        SeenVersion version,
        TimeProvider time,
        IReflectorReport report)
    {
        _transform = options.Transform;
        _dispatcher = dispatcher;
        _version = version;
        _time = time;
        _report = report;
        _calls = new ReflectorCalls<TEntity>(client, options, version, Trim);
        _streaming = new StreamedListSupport(client);
    }

    /// <summary>Goes on from where the last call failed. Returns when a watch ended as it should.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_listed && await _streaming.IsOfferedAsync(cancellationToken) && await TryStreamAsync(cancellationToken))
                return;
            if (!_listed)
            {
                var list = await _calls.ListAsync(cancellationToken);
                Listed(list.Items, list.Unreadable, list.Metadata.ResourceVersion);
            }

            await WatchAsync(cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound || ReflectorCalls<TEntity>.IsUnavailable(e) || IsRefused(e))
        {
            // Forgotten, never heard of (a server restored from a backup) or not understood, or the CRD went away: whatever comes next starts with a list.
            _listed = false;
            _version.IsUnavailable |= IsRefused(e);
            throw;
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var request = _calls.Watch(Skip) with { ResourceVersion = _version.Last, OnOpened = _report.Alive };
        var events = await _calls.FollowAsync(request, Take, cancellationToken);
        // A proxy that closes watches at once must not become a busy loop.
        if (events == 0 && _time.GetElapsedTime(started) < VeryShort)
            throw new HttpRequestException("The watch ended within a second without a single event.");
    }

    /// <summary>List and watch as one stream. Returns false when the server does not do that, and a list is needed.</summary>
    private async Task<bool> TryStreamAsync(CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(LongestInitialSilence, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, quiet.Token);
        var initial = new InitialEvents<TEntity>();
        var request = _calls.Watch(unreadable => Choose(() => initial.Skip(unreadable), () => Skip(unreadable)));
        try
        {
            await _calls.FollowAsync(
                request with { ResourceVersion = _version.ForList, SendInitialEvents = true },
                (type, entity) => Choose(() => Gather(initial, type, entity, quiet), () => Take(type, entity)),
                both.Token);
            return _listed ? true : throw new InitialEventsMissingException("ended it before it was complete.");
        }
        catch (Exception e) when (!_listed && e is not EventsOutOfOrderException && !cancellationToken.IsCancellationRequested)
        {
            var failure = quiet.IsCancellationRequested ? new InitialEventsMissingException($"told nothing for {LongestInitialSilence.TotalSeconds} s.") : e;
            _version.IsUnavailable |= ReflectorCalls<TEntity>.IsUnavailable(failure);
            if (!_streaming.IsRefusal(failure))
                throw;
            _report.NotStreaming(failure.Message);
            return false;
        }
    }

    private static bool IsRefused(KubernetesApiException e) => e.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity;

    private void Choose(Action beforeListed, Action afterwards)
    {
        if (_listed)
            afterwards();
        else
            beforeListed();
    }

    private void Gather(InitialEvents<TEntity> initial, WatchEventType type, TEntity entity, CancellationTokenSource quiet)
    {
        var isEnd = initial.Take(type, type == WatchEventType.Bookmark ? entity : Trim(entity));
        quiet.CancelAfter(isEnd ? Timeout.InfiniteTimeSpan : LongestInitialSilence);
        if (!isEnd)
            return;
        _streaming.Succeeded();
        Listed(initial.Objects, initial.Unreadable, entity.Metadata.ResourceVersion);
    }

    private void Listed(IReadOnlyCollection<TEntity> items, IReadOnlyCollection<UnreadableObject> unreadable, string? resourceVersion)
    {
        foreach (var one in unreadable)
            _report.Unreadable(one);
        _dispatcher.Replace(items, unreadable, _isFirst);
        _version.Advance(resourceVersion);
        _version.IsUnavailable = false;
        _listed = true;
        _isFirst = false;
        _report.Alive();
    }

    private void Take(WatchEventType type, TEntity entity)
    {
        if (_version.IsPast(entity.Metadata.ResourceVersion))
        {
            // A deletion that overtook its object would leave a ghost, and nothing would ever correct it.
            _listed = false;
            throw new EventsOutOfOrderException(ObjectKey.Of(entity), entity.ResourceVersion(), _version.Last);
        }

        switch (type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                _dispatcher.Set(Trim(entity));
                break;
            case WatchEventType.Deleted:
                _dispatcher.Remove(Trim(entity));
                break;
        }

        // Every event carries a version to go on from, not only bookmarks.
        _version.Advance(entity.Metadata.ResourceVersion);
        _report.Alive();
    }

    private void Skip(UnreadableObject unreadable)
    {
        _report.Unreadable(unreadable);
        if (unreadable.EventType == WatchEventType.Deleted)
            _dispatcher.Remove(unreadable.Key);
        // Or the next watch would stumble over the same event.
        _version.Advance(unreadable.ResourceVersion);
        _report.Alive();
    }

    private TEntity Trim(TEntity entity)
    {
        if (_transform is null)
            return entity;
        try
        {
            return _transform(entity);
        }
        catch (Exception e)
        {
            // Somebody else's code: an object that it cannot cut is kept whole, and the others still arrive.
            _report.NotTrimmed(ObjectKey.Of(entity), e);
            return entity;
        }
    }
}
