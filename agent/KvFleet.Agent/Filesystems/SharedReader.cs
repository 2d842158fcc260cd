using KvFleet.Api.Filesystems;
using KvFleet.Api.Nodes;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.Agent.Filesystems;

/// <summary>From a KVCacheNode to what the privileged container is told of shared filesystems. Pure.</summary>
internal static class SharedReader
{
    // A packet has 64 KiB, and an entry of a pool with a long message about 5 KiB at most.
    private const int PoolsPerMessage = 12;

    /// <summary>The messages, in order; there is always one.</summary>
    /// <param name="node">The object; null when there is none: nothing is wanted.</param>
    public static IReadOnlyList<WantShared> Read(V1Alpha1KVCacheNode? node)
    {
        var filesystems = (node?.Spec.Filesystems ?? []).DistinctBy(static filesystem => filesystem.Name, StringComparer.Ordinal).ToList();
        var pools = filesystems.SelectMany(static filesystem => (filesystem.Pools ?? []).Select(pool => Read(filesystem.Name, pool)))
            .Concat((node?.Spec.SharedRefusals ?? []).Select(Read))
            .DistinctBy(static pool => pool.Uid, StringComparer.Ordinal);
        var chunks = pools.Chunk(PoolsPerMessage).DefaultIfEmpty([]).ToList();
        return
        [
            .. chunks.Select((chunk, index) => new WantShared(
                0, index == 0, index == chunks.Count - 1, index == 0 ? [.. filesystems.Select(Read)] : [], chunk)),
        ];
    }

    private static WantedFilesystem Read(NodeFilesystem filesystem) => new(
        filesystem.Name,
        filesystem.Source == FilesystemSource.Kubelet,
        filesystem.Directory,
        filesystem.UserId,
        filesystem.HighPercent,
        filesystem.LowPercent,
        filesystem.PodUid,
        filesystem.GroupId,
        filesystem.AccessTimes == FilesystemAccessTimes.Recorded);

    private static WantedPool Read(string filesystem, NodeSharedPool pool) => new(
        pool.Pool.Uid, pool.Pool.Namespace, pool.Pool.Name, filesystem, pool.Directory, pool.Model, pool.Variant, pool.Quota.ToInt64(), pool.Inodes, pool.MinAgeSeconds);

    private static WantedPool Read(NodeSharedRefusal refusal) => new(
        refusal.Pool.Uid, refusal.Pool.Namespace, refusal.Pool.Name, Reason: refusal.Reason, Message: ProtocolLimits.Shorten(refusal.Message));
}
