using KvFleet.Api.Nodes;
using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Placement;

/// <summary>Finds what a node's agent was told about a holder.</summary>
internal static class HolderEntries
{
    /// <summary>The entry of exactly this pod. An entry that names another UID speaks of an earlier pod of the same name.</summary>
    /// <param name="spec">What the agent was told; null if nothing.</param>
    /// <param name="pod">The pod.</param>
    public static HolderAssignment? Find(KVCacheNodeSpec? spec, HolderPod pod) =>
        spec?.Assignments?.Where(assignment => assignment.Pool.Uid == pod.PoolUid)
            .SelectMany(assignment => assignment.Holders ?? [])
            .FirstOrDefault(holder => holder.Name == pod.Name && (holder.Uid is null || holder.Uid == pod.Uid));
}
