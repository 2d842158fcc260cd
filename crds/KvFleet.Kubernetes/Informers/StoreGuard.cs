using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KvFleet.Kubernetes.Informers;

/// <summary>Notices that somebody changed an object of a store, which all readers share. For tests and development: each object is serialised when it comes and when it is looked at.</summary>
/// <param name="type">How an object is written.</param>
/// <param name="changed">Told of each change once.</param>
internal sealed class StoreGuard<TEntity>(JsonTypeInfo<TEntity> type, Action<ObjectKey> changed)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConditionalWeakTable<TEntity, byte[]> _known = [];

    /// <summary>Notes what an object is.</summary>
    public void Remember(TEntity entity) => _known.AddOrUpdate(entity, Hash(entity));

    /// <summary>Compares with what it was.</summary>
    public void Check(TEntity entity)
    {
        if (!_known.TryGetValue(entity, out var before))
            return;
        var now = Hash(entity);
        if (now.AsSpan().SequenceEqual(before))
            return;
        _known.AddOrUpdate(entity, now);
        changed(ObjectKey.Of(entity));
    }

    private byte[] Hash(TEntity entity) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entity, type));
}
