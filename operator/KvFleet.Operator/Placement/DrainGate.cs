using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Placement;

/// <summary>Decides when a holder that is on its way out may be deleted. Pure.</summary>
internal static class DrainGate
{
    /// <summary>Why the pod may go now, or null if it must stay.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="deadline">When waiting ends, for a pool that is being deleted.</param>
    /// <param name="now">The present.</param>
    public static RemovalReason? MayGo(NodeState node, HolderPod pod, DateTimeOffset? deadline, DateTimeOffset now)
    {
        if (pod.Ended)
            return RemovalReason.Ended;
        if (!pod.Bound)
            return RemovalReason.NeverBound;
        if (HolderEntries.Find(node.Spec, pod)?.State == HolderIntent.Drain && Confirmed(node, pod))
            return RemovalReason.Drained;
        if (deadline is { } end && now >= end)
            return RemovalReason.DeadlinePassed;
        return node.AgentGone ? RemovalReason.AgentGone : null;
    }

    // Silence about a holder confirms only when the agent has read the very specification that told it to drain: an older report says nothing about it.
    private static bool Confirmed(NodeState node, HolderPod pod) =>
        node.Report is { ObservedNodeGeneration: { } observed } report
        && observed >= node.Generation
        && report.Pools.Where(pool => pool.Uid == pod.PoolUid).SelectMany(pool => pool.Holders)
            .All(holder => holder.Name != pod.Name || holder.State == HolderPhase.Drained || (holder.Uid is not null && holder.Uid != pod.Uid));
}
