using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Conditions;

/// <inheritdoc/>
/// <param name="client">The client.</param>
/// <param name="options">Where the client's JSON metadata is.</param>
/// <param name="time">The clock.</param>
public sealed class StatusWriter(IKubernetesClient client, KubernetesClientOptions options, TimeProvider time) : IStatusWriter
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc/>
    public async Task<TEntity?> UpdateAsync<TEntity>(TEntity entity, Action<TEntity> change, CancellationToken cancellationToken = default)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(change);
        var type = (JsonTypeInfo<TEntity>)options.Json.GetTypeInfo(typeof(TEntity));
        var current = entity;
        for (var attempt = 1; ; attempt++)
        {
            var before = JsonSerializer.SerializeToUtf8Bytes(current, type);
            var copy = JsonSerializer.Deserialize(before, type)!;
            change(copy);
            if (JsonSerializer.SerializeToUtf8Bytes(copy, type).AsSpan().SequenceEqual(before))
                return current;

            try
            {
                return await client.UpdateStatusAsync(copy, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                return null;
            }
            catch (KubernetesApiException e) when (e.IsConflict && attempt < Attempts)
            {
                // Two writers that met once would meet again at the same pace.
                await Task.Delay(FirstWait * ((1 << attempt) * (0.5 + Random.Shared.NextDouble())), time, cancellationToken);
            }

            if (await client.GetAsync<TEntity>(entity.Name(), entity.Namespace(), cancellationToken) is not { } fresh || !IsSame(fresh, entity))
                return null;
            current = fresh;
        }
    }

    private static bool IsSame<TEntity>(TEntity fresh, TEntity known)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        string.Equals(fresh.Uid(), known.Uid(), StringComparison.Ordinal);
}
