using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KvFleet.Kubernetes.Client;

/// <summary>Changes an object: the change is made to a copy, written only when it makes a difference, and on conflict made again to what others left.</summary>
/// <param name="type">How an object is copied.</param>
/// <param name="read">Reads it again; null when it is gone.</param>
/// <param name="write">Writes the changed copy, given how it was and how it is; fails with a conflict when it is not based on the newest version.</param>
/// <param name="time">The clock.</param>
internal sealed class ObjectTransaction<TEntity>(
    JsonTypeInfo<TEntity> type,
    Func<CancellationToken, Task<TEntity?>> read,
    Func<(TEntity Copy, byte[] Before, byte[] After), CancellationToken, Task<TEntity>> write,
    TimeProvider time)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <returns>The object as stored; null when it (this incarnation of it) is gone.</returns>
    public Task<TEntity?> RunAsync(TEntity known, Action<TEntity> change, CancellationToken cancellationToken) => ConflictRetry.RunAsync(
        async (attempt, token) =>
        {
            var current = attempt == 1 ? known : await read(token);
            return current is null || !string.Equals(current.Uid(), known.Uid(), StringComparison.Ordinal) ? null : await TryAsync(current, change, token);
        },
        time,
        cancellationToken);

    private async Task<TEntity?> TryAsync(TEntity current, Action<TEntity> change, CancellationToken cancellationToken)
    {
        var before = JsonSerializer.SerializeToUtf8Bytes(current, type);
        var copy = JsonSerializer.Deserialize(before, type)!;
        change(copy);
        var after = JsonSerializer.SerializeToUtf8Bytes(copy, type);
        if (after.AsSpan().SequenceEqual(before))
            return current;
        try
        {
            return await write((copy, before, after), cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }
}
