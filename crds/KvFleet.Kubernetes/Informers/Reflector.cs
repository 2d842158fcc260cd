using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Informers;

/// <summary>
/// Lists once, then watches; lists again only when the server has forgotten where the watch was. The rules are those of client-go's
/// <c>reflector.go</c>.
/// </summary>
internal sealed class Reflector<TEntity>(
    IKubernetesClient client,
    InformerOptions<TEntity> options,
    InformerDispatcher<TEntity> dispatcher,
    TimeProvider timeProvider,
    Action alive,
    Action<UnreadableObject> onUnreadable)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan VeryShort = TimeSpan.FromSeconds(1);
    private bool _listed;
    private string? _resourceVersion;
    private bool _versionUnavailable;

    /// <summary>True once a list is in the store.</summary>
    public bool HasListed { get; private set; }

    /// <summary>Goes on from where the last call failed. Returns when a watch ended as it should.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        if (!_listed)
            await ListAsync(cancellationToken);
        try
        {
            await WatchAsync(cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsExpired || e.IsNotFound)
        {
            // Forgotten, or the CRD went away: whatever comes next starts with a list.
            _listed = false;
            throw;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var version = _versionUnavailable ? null : _resourceVersion ?? "0";
        var request = new ListRequest
        {
            Namespace = options.Namespace,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            ResourceVersion = version,
        };
        // A limit together with a version makes servers read that exact version from etcd, which may be gone, instead of their cache.
        var pageSize = version is null or "0" ? options.PageSize : (int?)null;
        KubernetesPage<TEntity> list;
        try
        {
            list = await ListPager.ListAsync(client, request, pageSize, cancellationToken, options.Transform);
        }
        catch (KubernetesApiException e) when (!_versionUnavailable && (e.IsExpired || IsTooLarge(e)))
        {
            // The version we knew is compacted away, or from a server that was ahead of this one. Only the newest state is certain to exist.
            _versionUnavailable = true;
            list = await ListPager.ListAsync(client, request with { ResourceVersion = null }, options.PageSize, cancellationToken, options.Transform);
        }

        foreach (var unreadable in list.Unreadable)
            onUnreadable(unreadable);
        dispatcher.Replace(list.Items, list.Unreadable, isInitial: !HasListed);
        _resourceVersion = list.Metadata.ResourceVersion;
        _versionUnavailable = false;
        _listed = true;
        HasListed = true;
        alive();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var request = new WatchRequest
        {
            Namespace = options.Namespace,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            ResourceVersion = _resourceVersion,
            // By chance, so that the watches of many clients do not end together.
            Timeout = ShortestWatch * (1 + Random.Shared.NextDouble()),
            OnUnreadable = Skip,
            OnOpened = alive,
        };
        var started = timeProvider.GetTimestamp();
        var events = 0;
        await foreach (var (type, entity) in client.WatchAsync<TEntity>(request, cancellationToken))
        {
            events++;
            Take(type, entity);
            alive();
        }

        // A proxy that closes watches at once must not become a busy loop.
        if (events == 0 && timeProvider.GetElapsedTime(started) < VeryShort)
            throw new HttpRequestException("The watch ended within a second without a single event.");
    }

    private void Take(WatchEventType type, TEntity entity)
    {
        switch (type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                dispatcher.Set(options.Transform is { } transform ? transform(entity) : entity);
                break;
            case WatchEventType.Deleted:
                dispatcher.Remove(options.Transform is { } trim ? trim(entity) : entity);
                break;
        }

        // Every event carries a version to go on from, not only bookmarks.
        if (entity.Metadata.ResourceVersion is { Length: > 0 } version)
            _resourceVersion = version;
    }

    private void Skip(UnreadableObject unreadable)
    {
        onUnreadable(unreadable);
        if (unreadable.EventType == WatchEventType.Deleted)
            dispatcher.Remove(unreadable.Key);
        // Or the next watch would stumble over the same event.
        if (unreadable.ResourceVersion is { Length: > 0 } version)
            _resourceVersion = version;
        alive();
    }

    private static bool IsTooLarge(KubernetesApiException e) =>
        e.Status.Details?.Causes?.Any(c => string.Equals(c.Reason, "ResourceVersionTooLarge", StringComparison.Ordinal)) == true;
}
