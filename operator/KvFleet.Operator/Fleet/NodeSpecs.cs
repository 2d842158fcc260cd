using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Fleet;

/// <summary>Compares and completes what agents are told. Pure.</summary>
internal static class NodeSpecs
{
    /// <summary>Whether the stored object says the same already, so that nothing has to be written.</summary>
    public static bool IsCurrent(V1Alpha1KVCacheNode? stored, V1Node node, KVCacheNodeSpec wanted) =>
        stored?.Metadata.OwnerReferences?.Any(owner => owner.Uid == node.Uid()) == true && Same(stored.Spec, wanted);

    /// <summary>Adds a holder that now exists.</summary>
    public static void Add(KVCacheNodeSpec spec, string poolUid, HolderAssignment holder)
    {
        if (spec.Assignments?.FirstOrDefault(assignment => assignment.Pool.Uid == poolUid) is { } assignment)
            assignment.Holders = [.. (assignment.Holders ?? []).Where(other => other.Name != holder.Name).Append(holder).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    private static bool Same(KVCacheNodeSpec left, KVCacheNodeSpec right) => (left.Assignments ?? []).Count == (right.Assignments ?? []).Count
        && (left.Assignments ?? []).Zip(right.Assignments ?? [], Same).All(static same => same);

    private static bool Same(PoolAssignment left, PoolAssignment right) =>
        (left.Pool.Namespace, left.Pool.Name, left.Pool.Uid, left.Bytes, left.RowStrideBytes, left.HugePages, left.NumaPolicy)
            == (right.Pool.Namespace, right.Pool.Name, right.Pool.Uid, right.Bytes, right.RowStrideBytes, right.HugePages, right.NumaPolicy)
        && left.Store == right.Store
        && left.Resp == right.Resp
        && Equals(left.Sharing, right.Sharing)
        && (left.LocalDisk?.Bytes, left.LocalDisk?.SightingsToAdmit, left.LocalDisk?.EncryptionKey) == (right.LocalDisk?.Bytes, right.LocalDisk?.SightingsToAdmit, right.LocalDisk?.EncryptionKey)
        && (left.Holders ?? []).Count == (right.Holders ?? []).Count
        && (left.Holders ?? []).OrderBy(holder => holder.Name, StringComparer.Ordinal)
            .Zip((right.Holders ?? []).OrderBy(holder => holder.Name, StringComparer.Ordinal), Same).All(static same => same);

    private static bool Same(HolderAssignment left, HolderAssignment right) => (left.Name, left.Uid, left.Bytes, left.State) == (right.Name, right.Uid, right.Bytes, right.State);
}
