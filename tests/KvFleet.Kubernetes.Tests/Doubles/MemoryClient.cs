using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>Objects in memory, with versions and conflicts, for parts that need a client but no server. Faults are injected by <see cref="Before"/>.</summary>
internal sealed class MemoryClient(MemoryClient? sameServer = null) : IKubernetesClient, IKubernetesDiscovery
{
    private readonly Lock _lock = sameServer?._lock ?? new();
    private readonly Dictionary<(Type Type, ObjectKey Key), byte[]> _objects = sameServer?._objects ?? [];
    private readonly StrongBox<long> _version = sameServer?._version ?? new();
    private readonly JsonSerializerOptions _json = KubernetesJson.CreateOptions(SampleJsonContext.Default);

    /// <summary>Runs before each call with its name, for example <c>PATCH Lease a</c>; it may wait, or throw.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    public ConcurrentQueue<string> Calls { get; } = new();

    public bool HasEventsV1 { get; set; } = true;

    public Uri BaseUri { get; } = new("http://memory.test");

    public IKubernetesDiscovery Discovery => this;

    public IKubernetesRawClient Raw => throw new NotSupportedException();

    public IKubernetesResourceClient<TEntity> Resource<TEntity>()
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public IKubernetesResourceClient<UnstructuredObject> Unstructured(EntityMetadata type) => throw new NotSupportedException();

    public Task<EntityMetadata?> FindKindAsync(string apiVersion, string kind, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ServerGroup>> GetGroupsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public static KubernetesApiException Error(int code, string reason, TimeSpan? retryAfter = null) =>
        new(new V1Status { Code = code, Reason = reason, Message = "injected" }, retryAfter: retryAfter);

    public void Dispose()
    {
    }

    public Task<string> GetCurrentNamespaceAsync(CancellationToken cancellationToken = default) => Task.FromResult("system");

    public Task<KubernetesServerVersion> GetServerVersionAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> HasResourceAsync(string apiVersion, string resource, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public async Task<bool> HasResourceAsync<TEntity>(CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        await CallAsync<TEntity>("DISCOVER", string.Empty, cancellationToken);
        return HasEventsV1;
    }

    public async Task<TEntity?> GetAsync<TEntity>(string name, string? @namespace = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        await CallAsync<TEntity>("GET", name, cancellationToken);
        return Find<TEntity>(name, @namespace);
    }

    /// <summary>Reads without being counted as a call.</summary>
    public TEntity? Find<TEntity>(string name, string? @namespace = null)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_lock)
            return _objects.TryGetValue((typeof(TEntity), new ObjectKey(@namespace, name)), out var json) ? Read<TEntity>(json) : null;
    }

    public Task<IList<TEntity>> ListAsync<TEntity>(
        string? @namespace = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_lock)
            return Task.FromResult<IList<TEntity>>([.. _objects.Where(o => o.Key.Type == typeof(TEntity)).Select(o => Read<TEntity>(o.Value))]);
    }

    public Task<KubernetesPage<TEntity>> ListPageAsync<TEntity>(ListRequest request, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<TEntity> SaveAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public async Task<TEntity> CreateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        await CallAsync<TEntity>("CREATE", entity.Name(), cancellationToken);
        lock (_lock)
        {
            var key = (typeof(TEntity), ObjectKey.Of(entity));
            if (_objects.ContainsKey(key))
                throw Error(409, StatusReasons.AlreadyExists);
            var stored = Read<TEntity>(Write(entity));
            stored.Metadata.Uid ??= Guid.NewGuid().ToString();
            return Store(key, stored);
        }
    }

    public Task<TEntity> UpdateAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => ReplaceAsync("UPDATE", entity, cancellationToken);

    public Task<TEntity> UpdateStatusAsync<TEntity>(TEntity entity, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => ReplaceAsync("STATUS", entity, cancellationToken);

    public async Task<TEntity> PatchAsync<TEntity>(
        string name, string? @namespace, KubernetesPatch patch, string? subresource = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        await CallAsync<TEntity>("PATCH", name, cancellationToken);
        lock (_lock)
        {
            var key = (typeof(TEntity), new ObjectKey(@namespace, name));
            if (!_objects.TryGetValue(key, out var json))
                throw Error(404, StatusReasons.NotFound);
            var node = JsonNode.Parse(json)!.AsObject();
            if (patch.Body["metadata"]?["resourceVersion"] is { } version && version.GetValue<string>() != node["metadata"]!["resourceVersion"]!.GetValue<string>())
                throw Error(409, StatusReasons.Conflict);
            Merge(node, patch.Body.AsObject());
            return Store(key, Read<TEntity>(JsonSerializer.SerializeToUtf8Bytes(node)));
        }
    }

    public Task<TEntity> ApplyAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<TEntity> ApplyStatusAsync<TEntity>(TEntity entity, string fieldManager, bool force = true, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public Task<bool> DeleteAsync<TEntity>(TEntity entity, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => DeleteAsync<TEntity>(entity.Name(), entity.Namespace(), options, cancellationToken);

    public Task<bool> DeleteAsync<TEntity>(
        string name, string? @namespace = null, V1DeleteOptions? options = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_lock)
            return Task.FromResult(_objects.Remove((typeof(TEntity), new ObjectKey(@namespace, name))));
    }

    public Task<TBody> CreateSubresourceAsync<TEntity, TBody>(
        string name, string? @namespace, string subresource, TBody body, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
        where TBody : class => throw new NotSupportedException();

    public IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(
        string? @namespace = null, string? resourceVersion = null, string? labelSelector = null, string? fieldSelector = null, bool? allowWatchBookmarks = null, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    public IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> WatchAsync<TEntity>(WatchRequest request, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => throw new NotSupportedException();

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
                Merge(existing, inner);
            else if (value is null)
                target.Remove(name);
            else
                target[name] = value.DeepClone();
        }
    }

    private async Task<TEntity> ReplaceAsync<TEntity>(string verb, TEntity entity, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        await CallAsync<TEntity>(verb, entity.Name(), cancellationToken);
        lock (_lock)
        {
            var key = (typeof(TEntity), ObjectKey.Of(entity));
            if (!_objects.TryGetValue(key, out var json))
                throw Error(404, StatusReasons.NotFound);
            if (entity.Metadata.ResourceVersion is { Length: > 0 } version && version != Read<TEntity>(json).Metadata.ResourceVersion)
                throw Error(409, StatusReasons.Conflict);
            return Store(key, Read<TEntity>(Write(entity)));
        }
    }

    private async Task CallAsync<TEntity>(string verb, string name, CancellationToken cancellationToken)
    {
        var call = $"{verb} {EntityMetadata.Of<TEntity>().Kind} {name}".TrimEnd();
        Calls.Enqueue(call);
        if (Before is { } before)
            await before(call, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private TEntity Store<TEntity>((Type, ObjectKey) key, TEntity entity)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        entity.Metadata.ResourceVersion = (++_version.Value).ToString(CultureInfo.InvariantCulture);
        var json = Write(entity);
        _objects[key] = json;
        return Read<TEntity>(json);
    }

    private byte[] Write<TEntity>(TEntity entity) => JsonSerializer.SerializeToUtf8Bytes(entity, (JsonTypeInfo<TEntity>)_json.GetTypeInfo(typeof(TEntity)));

    private TEntity Read<TEntity>(byte[] json) => JsonSerializer.Deserialize(json, (JsonTypeInfo<TEntity>)_json.GetTypeInfo(typeof(TEntity)))!;
}
