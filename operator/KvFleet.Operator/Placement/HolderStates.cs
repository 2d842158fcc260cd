using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Operator.Inventory;
using KvFleet.Planning.Holders;

namespace KvFleet.Operator.Placement;

/// <summary>Translates what is known of a holder pod into the layout's words. Pure.</summary>
internal static class HolderStates
{
    /// <summary>Where the holder is in its life.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="pod">The pod.</param>
    public static HolderState Of(NodeState node, HolderPod pod)
    {
        if (pod.Ended)
            return HolderState.Failed;
        if (pod.Deleting || HolderEntries.Find(node.Spec, pod)?.State == HolderIntent.Drain)
            return HolderState.Draining;
        if (!pod.Running)
            return HolderState.Pending;

        // Without a report, what runs is taken to hold bytes: losing them is the costlier mistake.
        var reported = node.Report?.Pools.Where(pool => pool.Uid == pod.PoolUid).SelectMany(pool => pool.Holders).FirstOrDefault(holder => holder.Name == pod.Name);
        return node.Report is null || reported is { State: HolderPhase.Ready or HolderPhase.Locking } ? HolderState.Ready : HolderState.Pending;
    }
}
