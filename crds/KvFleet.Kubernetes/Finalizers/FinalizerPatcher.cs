using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Finalizers;

/// <summary>Writes finalizers, guarded by the object's version: a list that someone else changed meanwhile is read again, never overwritten.</summary>
/// <param name="client">The client.</param>
/// <param name="time">The clock.</param>
internal sealed class FinalizerPatcher(IKubernetesClient client, TimeProvider time)
{
    private const int Attempts = 5;

    /// <summary>
    /// Removal goes on when a shutdown cancels everything else: the work is done, and an object whose last step was cut off would be finalized
    /// a second time by the next leader. This bounds it.
    /// </summary>
    private static readonly TimeSpan DetachTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds the finalizers that are missing. Returns the object as stored, or null when it is gone.</summary>
    public async Task<TEntity?> AttachAsync<TEntity>(TEntity entity, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        await ChangeAsync(
            entity,
            finalizers => [.. finalizers, .. ids.Where(id => !finalizers.Contains(id, StringComparer.Ordinal))],
            // The server takes no new finalizers once deletion has begun.
            skip: static e => e.IsDeleting(),
            cancellationToken);

    /// <summary>Removes a finalizer. Returns the object as stored, or null when it is gone (or another of its name took its place).</summary>
    public async Task<TEntity?> DetachAsync<TEntity>(TEntity entity, string id)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        using var bound = new CancellationTokenSource(DetachTimeout, time);
        return await ChangeAsync(
            entity,
            finalizers => [.. finalizers.Where(f => !string.Equals(f, id, StringComparison.Ordinal))],
            skip: static _ => false,
            bound.Token);
    }

    private async Task<TEntity?> ChangeAsync<TEntity>(
        TEntity entity, Func<IList<string>, List<string>> change, Func<TEntity, bool> skip, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = entity.Metadata.Finalizers ?? [];
            var after = change(before);
            if (skip(entity) || after.Count == before.Count)
                return entity;

            try
            {
                return await client.PatchAsync<TEntity>(entity.Name(), entity.Namespace(), ToPatch(entity, after), cancellationToken: cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                return null;
            }
            catch (KubernetesApiException e) when (e.IsConflict && attempt < Attempts)
            {
                var current = await client.GetAsync<TEntity>(entity.Name(), entity.Namespace(), cancellationToken);
                if (current is null || !string.Equals(current.Uid(), entity.Uid(), StringComparison.Ordinal))
                    return null;
                entity = current;
            }
        }
    }

    private static KubernetesPatch ToPatch<TEntity>(TEntity entity, List<string> finalizers)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        KubernetesPatch.Merge(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = entity.ResourceVersion(),
                ["finalizers"] = new JsonArray([.. finalizers.Select(static f => JsonValue.Create(f))]),
            },
        });
}
