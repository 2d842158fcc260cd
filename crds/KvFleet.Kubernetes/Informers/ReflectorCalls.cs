using System.Diagnostics;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Informers;

/// <summary>What a reflector asks of the server: whole lists, never older than what was seen, and watches. Each call is a span.</summary>
internal sealed class ReflectorCalls<TEntity>(
    IKubernetesClient client, InformerOptions<TEntity> options, SeenVersion version, Func<TEntity, TEntity> trim)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromMinutes(5);

    // Three bookmarks missed, and less than the four minutes after which some load balancers forget a connection.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(3);

    private readonly string _resource = EntityMetadata.Of<TEntity>().QualifiedName;

    /// <summary>Whether the server says that it does not have the version, any more or yet.</summary>
    public static bool IsUnavailable(Exception exception) => exception is KubernetesApiException e
        && (e.IsExpired || e.Status.Details?.Causes?.Any(static c => string.Equals(c.Reason, "ResourceVersionTooLarge", StringComparison.Ordinal)) == true);

    public async Task<KubernetesPage<TEntity>> ListAsync(CancellationToken cancellationToken)
    {
        using var span = KubernetesTracing.Source.StartActivity("list " + _resource, ActivityKind.Client);
        try
        {
            var list = await ListNotOlderAsync(cancellationToken);
            span?.SetTag("items", list.Items.Count);
            return list;
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    /// <summary>Follows one watch to its end.</summary>
    /// <param name="request">Made from <see cref="Watch"/>.</param>
    /// <param name="take">Takes the events.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many events there were.</returns>
    public async Task<long> FollowAsync(WatchRequest request, Action<WatchEventType, TEntity> take, CancellationToken cancellationToken)
    {
        using var span = KubernetesTracing.Source.StartActivity("watch " + _resource, ActivityKind.Client);
        var events = 0L;
        try
        {
            await foreach (var (type, entity) in client.WatchAsync<TEntity>(request, cancellationToken))
            {
                events++;
                take(type, entity);
            }

            return events;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            span.Fail(e);
            throw;
        }
        finally
        {
            span?.SetTag("events", events);
        }
    }

    /// <summary>A watch with the options' selectors and time limits.</summary>
    public WatchRequest Watch(Action<UnreadableObject> onUnreadable) => new()
    {
        Namespace = options.Namespace,
        LabelSelector = options.LabelSelector,
        FieldSelector = options.FieldSelector,
        // By chance, so that the watches of many clients do not end together.
        Timeout = ShortestWatch * (1 + Random.Shared.NextDouble()),
        IdleTimeout = LongestSilence,
        OnUnreadable = onUnreadable,
    };

    private async Task<KubernetesPage<TEntity>> ListNotOlderAsync(CancellationToken cancellationToken)
    {
        var request = new ListRequest
        {
            Namespace = options.Namespace,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            ResourceVersion = version.ForList,
        };
        // A limit together with a version makes servers read that exact version from etcd, which may be gone, instead of their cache.
        var pageSize = request.ResourceVersion is null or "0" ? options.PageSize : (int?)null;
        try
        {
            return await ListPager.ListAsync(client, request, pageSize, cancellationToken, trim);
        }
        catch (KubernetesApiException e) when (!version.IsUnavailable && IsUnavailable(e))
        {
            // Compacted away, or from a server that was ahead of this one. Only the newest state is certain to exist.
            version.IsUnavailable = true;
            return await ListPager.ListAsync(client, request with { ResourceVersion = null }, options.PageSize, cancellationToken, trim);
        }
    }
}
