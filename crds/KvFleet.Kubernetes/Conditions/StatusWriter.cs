using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Conditions;

/// <inheritdoc/>
/// <param name="client">The client.</param>
/// <param name="options">Where the client's JSON metadata is.</param>
/// <param name="time">The clock.</param>
public sealed class StatusWriter(IKubernetesClient client, KubernetesClientOptions options, TimeProvider time) : IStatusWriter
{
    /// <inheritdoc/>
    public Task<TEntity?> UpdateAsync<TEntity>(TEntity entity, Action<TEntity> change, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(change);
        return new ObjectTransaction<TEntity>(
            (JsonTypeInfo<TEntity>)options.Json.GetTypeInfo(typeof(TEntity)),
            token => client.GetAsync<TEntity>(entity.Name(), entity.Namespace(), token),
            (changed, token) => client.UpdateStatusAsync(changed.Copy, token),
            time).RunAsync(entity, change, cancellationToken);
    }
}
