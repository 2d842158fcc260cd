using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesClient"/>
public sealed class KubernetesClient : IKubernetesClient
{
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
    public IKubernetesResourceClient<TEntity> Resource<TEntity>()
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>();

    /// <inheritdoc/>
    public IKubernetesResourceClient<UnstructuredObject> Unstructured(EntityMetadata type) =>
        new ResourceClient<UnstructuredObject>(_transport, _timeProvider, type, _options.Json);

    /// <inheritdoc/>
    public Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().GetAsync(name, @namespace, cancellationToken);

    /// <inheritdoc/>
    public Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().ListAsync(@namespace, labelSelector, fieldSelector, cancellationToken);

    /// <inheritdoc/>
    public Task<KubernetesPage<TEntity>> ListPageAsync<TEntity>(ListRequest request, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().ListPageAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> SaveAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().SaveAsync(entity, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().CreateAsync(entity, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().UpdateAsync(entity, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().UpdateStatusAsync(entity, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> PatchAsync<TEntity>(
        string name, string? @namespace, KubernetesPatch patch, string? subresource = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().PatchAsync(name, @namespace, patch, subresource, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> ApplyAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().ApplyAsync(entity, fieldManager, force, cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity> ApplyStatusAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().ApplyStatusAsync(entity, fieldManager, force, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync<TEntity>(TEntity entity, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().DeleteAsync(entity, options, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync<TEntity>(
        string name, string? @namespace = null, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().DeleteAsync(name, @namespace, options, cancellationToken);

    /// <inheritdoc/>
    public Task<TBody> CreateSubresourceAsync<TEntity, TBody>(
        string name, string? @namespace, string subresource, TBody body, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
        where TBody : class => Of<TEntity>().CreateSubresourceAsync(name, @namespace, subresource, body, cancellationToken);

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
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => Of<TEntity>().WatchAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport.Dispose();
        _ownMetrics?.Dispose();
    }

    private ResourceClient<TEntity> Of<TEntity>()
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => new(_transport, _timeProvider, EntityMetadata.Of<TEntity>(), _options.Json);
}
