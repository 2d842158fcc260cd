using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesClient"/>
public sealed class KubernetesClient : IKubernetesClient
{
    private const int PageSize = 500;
    private readonly KubernetesClientConfiguration _configuration;
    private readonly KubernetesClientOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly KubernetesTransport _transport;
    private readonly KubernetesClientMetrics? _ownMetrics;

    /// <summary>Makes a client. It opens connections when they are needed.</summary>
    /// <param name="configuration">Where the server is and who asks.</param>
    /// <param name="options">How the client behaves.</param>
    /// <param name="timeProvider">Time; the system's by default.</param>
    /// <param name="metrics">Where requests are counted; its own meter by default.</param>
    /// <param name="logger">Log; none by default.</param>
    public KubernetesClient(
        KubernetesClientConfiguration configuration,
        KubernetesClientOptions? options = null,
        TimeProvider? timeProvider = null,
        KubernetesClientMetrics? metrics = null,
        ILogger<KubernetesClient>? logger = null)
    {
        _configuration = configuration;
        _options = options ?? new KubernetesClientOptions();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _ownMetrics = metrics is null ? new KubernetesClientMetrics() : null;
        _transport = new KubernetesTransport(
            configuration, _options, _timeProvider, metrics ?? _ownMetrics!, logger ?? (ILogger)NullLogger.Instance);
        Discovery = new KubernetesDiscovery(_transport);
        Raw = new KubernetesRawClient(_transport);
    }

    /// <inheritdoc/>
    public Uri BaseUri => _configuration.Host;

    /// <inheritdoc/>
    public IKubernetesDiscovery Discovery { get; }

    /// <inheritdoc/>
    public IKubernetesRawClient Raw { get; }

    /// <inheritdoc/>
    public Task<string> GetCurrentNamespaceAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Environment.GetEnvironmentVariable("POD_NAMESPACE") is { Length: > 0 } own ? own : _configuration.Namespace ?? "default");

    /// <inheritdoc/>
    public async Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await SendAsync<TEntity>(
                new KubernetesRequest(HttpMethod.Get, ResourcePath.Item(EntityMetadata.Of<TEntity>(), @namespace, name)), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var request = new ListRequest { Namespace = @namespace, LabelSelector = labelSelector, FieldSelector = fieldSelector };
        var list = await ListPager.ListAsync<TEntity>(this, request, PageSize, cancellationToken);
        return list.Unreadable is [var first, ..]
            ? throw new JsonException($"{EntityMetadata.Of<TEntity>().Kind} '{first.Key}' does not fit its type: {first.Error}")
            : [.. list.Items];
    }

    /// <inheritdoc/>
    public Task<KubernetesPage<TEntity>> ListPageAsync<TEntity>(ListRequest request, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        new ListStream<TEntity>(_transport, _timeProvider, EntityMetadata.Of<TEntity>(), TypeInfo<TEntity>()).ReadAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async Task<TEntity> SaveAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (await GetAsync<TEntity>(entity.Name(), entity.Namespace(), cancellationToken) is not { } existing)
            return await CreateAsync(entity, cancellationToken);
        entity.Metadata.ResourceVersion = existing.Metadata.ResourceVersion;
        return await UpdateAsync(entity, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var type = EntityMetadata.Of<TEntity>();
        // Reviews are cluster-scoped questions without a name; everything else needs its namespace.
        if (type.Scope == EntityScope.Namespaced && entity.Namespace() is null)
            throw new ArgumentException($"{type.Kind} '{entity.Name()}' lives in a namespace, but none was given.", nameof(entity));
        return SendAsync<TEntity>(
            new KubernetesRequest(HttpMethod.Post, ResourcePath.Collection(type, entity.Namespace()), Serialize(entity)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => ReplaceAsync(entity, null, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => ReplaceAsync(entity, "status", cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> PatchAsync<TEntity>(
        string name, string? @namespace, KubernetesPatch patch, string? subresource = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var path = ResourcePath.Item(EntityMetadata.Of<TEntity>(), @namespace, name, subresource);
        return SendAsync<TEntity>(new KubernetesRequest(HttpMethod.Patch, path, ApplyBody.Bytes(patch.Body), patch.ContentType), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TEntity> ApplyAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        EntityType.Complete(entity, EntityMetadata.Of<TEntity>());
        return ApplyAsync(entity, null, ApplyBody.Spec(entity, TypeInfo<TEntity>()), fieldManager, force, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TEntity> ApplyStatusAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        EntityType.Complete(entity, EntityMetadata.Of<TEntity>());
        return ApplyAsync(entity, "status", ApplyBody.Status(entity, TypeInfo<TEntity>()), fieldManager, force, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync<TEntity>(TEntity entity, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (options?.Preconditions is null && entity.Uid() is { Length: > 0 } uid)
        {
            options = new V1DeleteOptions
            {
                Preconditions = new V1Preconditions { Uid = uid },
                PropagationPolicy = options?.PropagationPolicy,
                GracePeriodSeconds = options?.GracePeriodSeconds,
                DryRun = options?.DryRun,
            };
        }

        return DeleteAsync<TEntity>(entity.Name(), entity.Namespace(), options, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync<TEntity>(
        string name, string? @namespace = null, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var body = options is null ? default : (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(options, KubernetesJsonContext.Default.V1DeleteOptions);
        try
        {
            var path = ResourcePath.Item(EntityMetadata.Of<TEntity>(), @namespace, name);
            (await _transport.SendAsync(new KubernetesRequest(HttpMethod.Delete, path, body), cancellationToken)).Dispose();
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<TBody> CreateSubresourceAsync<TEntity, TBody>(
        string name, string? @namespace, string subresource, TBody body, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
        where TBody : class
    {
        var path = ResourcePath.Item(EntityMetadata.Of<TEntity>(), @namespace, name, subresource);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, TypeInfo<TBody>());
        using var answer = await _transport.SendAsync(new KubernetesRequest(HttpMethod.Post, path, bytes), cancellationToken);
        return Deserialize<TBody>(answer);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(
        string? @namespace = null,
        string? resourceVersion = null,
        string? labelSelector = null,
        string? fieldSelector = null,
        bool? allowWatchBookmarks = null,
        CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => WatchAsync<TEntity>(
            new WatchRequest
            {
                Namespace = @namespace,
                ResourceVersion = resourceVersion,
                LabelSelector = labelSelector,
                FieldSelector = fieldSelector,
                AllowWatchBookmarks = allowWatchBookmarks ?? true,
            },
            cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(WatchRequest request, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        new WatchStream<TEntity>(_transport, _timeProvider, EntityMetadata.Of<TEntity>(), TypeInfo<TEntity>()).ReadAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport.Dispose();
        _ownMetrics?.Dispose();
    }

    private Task<TEntity> ReplaceAsync<TEntity>(TEntity entity, string? subresource, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (typeof(TEntity).IsDefined(typeof(PartialModelAttribute), inherit: false))
        {
            throw new NotSupportedException(
                $"{typeof(TEntity).Name} models only part of its kind: replacing the object would erase the other fields. Use PatchAsync or ApplyAsync.");
        }

        var path = ResourcePath.Item(EntityMetadata.Of<TEntity>(), entity.Namespace(), entity.Name(), subresource);
        return SendAsync<TEntity>(new KubernetesRequest(HttpMethod.Put, path, Serialize(entity)), cancellationToken);
    }

    private Task<TEntity> ApplyAsync<TEntity>(
        TEntity entity, string? subresource, byte[] body, string fieldManager, bool force, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentException.ThrowIfNullOrEmpty(fieldManager);
        var path = ResourcePath.WithQuery(
            ResourcePath.Item(EntityMetadata.Of<TEntity>(), entity.Namespace(), entity.Name(), subresource),
            ("fieldManager", fieldManager),
            ("force", force ? "true" : null));
        // JSON is YAML, and the one media type that servers before 1.22 know for this.
        return SendAsync<TEntity>(new KubernetesRequest(HttpMethod.Patch, path, body, "application/apply-patch+yaml"), cancellationToken);
    }

    private async Task<TEntity> SendAsync<TEntity>(KubernetesRequest request, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        using var body = await _transport.SendAsync(request, cancellationToken);
        return EntityType.Complete(Deserialize<TEntity>(body), EntityMetadata.Of<TEntity>());
    }

    private byte[] Serialize<TEntity>(TEntity entity)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        JsonSerializer.SerializeToUtf8Bytes(EntityType.Complete(entity, EntityMetadata.Of<TEntity>()), TypeInfo<TEntity>());

    private T Deserialize<T>(PooledBody body)
        where T : class => JsonSerializer.Deserialize(body.Span, TypeInfo<T>()) ?? throw new JsonException("The API server answered null.");

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)_options.Json.GetTypeInfo(typeof(T));
}
