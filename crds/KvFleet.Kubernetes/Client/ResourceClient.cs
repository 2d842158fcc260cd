using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesResourceClient{TEntity}"/>
internal sealed class ResourceClient<TEntity>(KubernetesTransport transport, TimeProvider timeProvider, EntityMetadata type, JsonSerializerOptions json)
    : IKubernetesResourceClient<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private const int PageSize = 500;

    public EntityMetadata Type => type;

    private JsonTypeInfo<TEntity> Json => TypeInfo<TEntity>();

    public async Task<TEntity?> GetAsync(string name, string? @namespace = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await SendAsync(new KubernetesRequest(HttpMethod.Get, ResourcePath.Item(type, @namespace, name)), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public async Task<IList<TEntity>> ListAsync(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default)
    {
        var request = new ListRequest { Namespace = @namespace, LabelSelector = labelSelector, FieldSelector = fieldSelector };
        var list = await ListPager.ListAsync<TEntity>(ListPageAsync, request, PageSize, cancellationToken);
        return list.Unreadable is [var first, ..]
            ? throw new JsonException($"{type.Kind} '{first.Key}' does not fit its type: {first.Error}")
            : [.. list.Items];
    }

    public Task<KubernetesPage<TEntity>> ListPageAsync(ListRequest request, CancellationToken cancellationToken = default) =>
        new ListStream<TEntity>(transport, timeProvider, type, Json).ReadAsync(request, cancellationToken);

    public async Task<TEntity> SaveAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        if (await GetAsync(entity.Name(), entity.Namespace(), cancellationToken) is not { } existing)
            return await CreateAsync(entity, cancellationToken);
        entity.Metadata.ResourceVersion = existing.Metadata.ResourceVersion;
        return await UpdateAsync(entity, cancellationToken);
    }

    public Task<TEntity> CreateAsync(TEntity entity, CancellationToken cancellationToken = default)
    {
        // Reviews are cluster-scoped questions without a name; everything else needs its namespace.
        if (type.Scope == EntityScope.Namespaced && entity.Namespace() is null)
            throw new ArgumentException($"{type.Kind} '{entity.Name()}' lives in a namespace, but none was given.", nameof(entity));
        return SendAsync(new KubernetesRequest(HttpMethod.Post, ResourcePath.Collection(type, entity.Namespace()), Serialize(entity)), cancellationToken);
    }

    public Task<TEntity> UpdateAsync(TEntity entity, CancellationToken cancellationToken = default) => ReplaceAsync(entity, null, cancellationToken);

    public Task<TEntity> UpdateStatusAsync(TEntity entity, CancellationToken cancellationToken = default) => ReplaceAsync(entity, "status", cancellationToken);

    public Task<TEntity> PatchAsync(
        string name, string? @namespace, KubernetesPatch patch, string? subresource = null, CancellationToken cancellationToken = default) =>
        SendAsync(Patching(name, @namespace, patch, subresource), cancellationToken);

    public Task<TEntity> ApplyAsync(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
    {
        EntityType.Complete(entity, type);
        return ApplyAsync(entity, null, ApplyBody.Spec(entity, Json), fieldManager, force, cancellationToken);
    }

    public Task<TEntity> ApplyStatusAsync(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
    {
        EntityType.Complete(entity, type);
        return ApplyAsync(entity, "status", ApplyBody.Status(entity, Json), fieldManager, force, cancellationToken);
    }

    public Task<bool> DeleteAsync(TEntity entity, V1DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        DeleteAsync(entity.Name(), entity.Namespace(), OfThisIncarnation(entity, options), cancellationToken);

    public async Task<bool> DeleteAsync(
        string name, string? @namespace = null, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var body = options is null ? default : (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(options, KubernetesJsonContext.Default.V1DeleteOptions);
        try
        {
            var path = ResourcePath.Item(type, @namespace, name);
            (await transport.SendAsync(new KubernetesRequest(HttpMethod.Delete, path, body), cancellationToken)).Dispose();
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    public async Task<TBody?> GetSubresourceAsync<TBody>(string name, string? @namespace, string subresource, CancellationToken cancellationToken = default)
        where TBody : class
    {
        try
        {
            return await SendAsync<TBody>(new KubernetesRequest(HttpMethod.Get, ResourcePath.Item(type, @namespace, name, subresource)), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public Task<TBody> CreateSubresourceAsync<TBody>(
        string name, string? @namespace, string subresource, TBody body, CancellationToken cancellationToken = default)
        where TBody : class
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, TypeInfo<TBody>());
        return SendAsync<TBody>(new KubernetesRequest(HttpMethod.Post, ResourcePath.Item(type, @namespace, name, subresource), bytes), cancellationToken);
    }

    public Task<TBody> PatchSubresourceAsync<TBody>(
        string name, string? @namespace, string subresource, KubernetesPatch patch, CancellationToken cancellationToken = default)
        where TBody : class => SendAsync<TBody>(Patching(name, @namespace, patch, subresource), cancellationToken);

    public IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default) =>
        new WatchStream<TEntity>(transport, timeProvider, type, Json).ReadAsync(request, cancellationToken);

    private static V1DeleteOptions? OfThisIncarnation(TEntity entity, V1DeleteOptions? options)
    {
        if (options?.Preconditions is not null || entity.Uid() is not { Length: > 0 } uid)
            return options;
        return new V1DeleteOptions
        {
            Preconditions = new V1Preconditions { Uid = uid },
            PropagationPolicy = options?.PropagationPolicy,
            GracePeriodSeconds = options?.GracePeriodSeconds,
            DryRun = options?.DryRun,
        };
    }

    private Task<TEntity> ReplaceAsync(TEntity entity, string? subresource, CancellationToken cancellationToken)
    {
        if (typeof(TEntity).IsDefined(typeof(PartialModelAttribute), inherit: false))
        {
            throw new NotSupportedException(
                $"{typeof(TEntity).Name} models only part of its kind: replacing the object would erase the other fields. Use PatchAsync or ApplyAsync.");
        }

        var path = ResourcePath.Item(type, entity.Namespace(), entity.Name(), subresource);
        return SendAsync(new KubernetesRequest(HttpMethod.Put, path, Serialize(entity)), cancellationToken);
    }

    private Task<TEntity> ApplyAsync(TEntity entity, string? subresource, byte[] body, string fieldManager, bool force, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(fieldManager);
        var path = ResourcePath.WithQuery(
            ResourcePath.Item(type, entity.Namespace(), entity.Name(), subresource),
            ("fieldManager", fieldManager),
            ("force", force ? "true" : null));
        // JSON is YAML, and the one media type that servers before 1.22 know for this.
        return SendAsync(new KubernetesRequest(HttpMethod.Patch, path, body, "application/apply-patch+yaml"), cancellationToken);
    }

    private KubernetesRequest Patching(string name, string? @namespace, KubernetesPatch patch, string? subresource) =>
        new(HttpMethod.Patch, ResourcePath.Item(type, @namespace, name, subresource), ApplyBody.Bytes(patch.Body), patch.ContentType);

    private async Task<TEntity> SendAsync(KubernetesRequest request, CancellationToken cancellationToken) =>
        EntityType.Complete(await SendAsync<TEntity>(request, cancellationToken), type);

    private async Task<TBody> SendAsync<TBody>(KubernetesRequest request, CancellationToken cancellationToken)
        where TBody : class
    {
        using var body = await transport.SendAsync(request, cancellationToken);
        return JsonSerializer.Deserialize(body.Span, TypeInfo<TBody>()) ?? throw new JsonException($"{request}: the API server answered null.");
    }

    private byte[] Serialize(TEntity entity) => JsonSerializer.SerializeToUtf8Bytes(EntityType.Complete(entity, type), Json);

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));
}
