using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <inheritdoc/>
/// <param name="client">The client.</param>
/// <param name="options">Where the client's JSON metadata is.</param>
/// <param name="time">The clock.</param>
public sealed class ObjectWriter(IKubernetesClient client, KubernetesClientOptions options, TimeProvider time) : IObjectWriter
{
    /// <inheritdoc/>
    public Task<TEntity?> UpdateAsync<TEntity>(TEntity entity, Action<TEntity> change, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => UpdateAsync(
            entity,
            change,
            token => client.GetAsync<TEntity>(entity.Name(), entity.Namespace(), token),
            (patch, token) => client.PatchAsync<TEntity>(entity.Name(), entity.Namespace(), patch, cancellationToken: token),
            cancellationToken);

    /// <inheritdoc/>
    public Task<TEntity?> UpdateAsync<TEntity>(
        IKubernetesResourceClient<TEntity> resource, TEntity entity, Action<TEntity> change, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(resource);
        return UpdateAsync(
            entity,
            change,
            token => resource.GetAsync(entity.Name(), entity.Namespace(), token),
            (patch, token) => resource.PatchAsync(entity.Name(), entity.Namespace(), patch, cancellationToken: token),
            cancellationToken);
    }

    private Task<TEntity?> UpdateAsync<TEntity>(
        TEntity entity,
        Action<TEntity> change,
        Func<CancellationToken, Task<TEntity?>> read,
        Func<KubernetesPatch, CancellationToken, Task<TEntity>> patch,
        CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(change);
        if (string.IsNullOrEmpty(entity.ResourceVersion()))
            throw new ArgumentException($"{typeof(TEntity).Name} {ObjectKey.Of(entity)} has no resourceVersion, so it was not read from the server: create or apply it.", nameof(entity));
        var type = (JsonTypeInfo<TEntity>)options.Json.GetTypeInfo(typeof(TEntity));
        return new ObjectTransaction<TEntity>(type, read, (changed, token) => patch(Difference<TEntity>(changed.Before, changed.After), token), time)
            .RunAsync(entity, change, cancellationToken);
    }

    private static KubernetesPatch Difference<TEntity>(byte[] before, byte[] after)
    {
        var known = JsonNode.Parse(before)!.AsObject();
        var difference = MergeDifference.Between(known, JsonNode.Parse(after)!.AsObject());
        if (MergeDifference.ReplacesObjects(difference) && typeof(TEntity).IsDefined(typeof(PartialModelAttribute), inherit: false))
        {
            throw new NotSupportedException(
                $"{typeof(TEntity).Name} models only part of its kind: replacing a list of objects in it would erase their other fields. Use ApplyAsync, or a strategic merge patch.");
        }

        // The version makes the server refuse when somebody wrote meanwhile.
        if (difference["metadata"] is not JsonObject metadata)
            difference["metadata"] = metadata = [];
        metadata["resourceVersion"] = known["metadata"]!["resourceVersion"]!.DeepClone();
        return KubernetesPatch.Merge(difference);
    }
}
