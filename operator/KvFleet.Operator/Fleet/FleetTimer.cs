using KvFleet.Operator.Faults;
using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Fleet;

/// <summary>When the same fleet would give another step although nothing tells of a change: the end of a grace, a back-off, a debounce, a deadline.</summary>
/// <param name="classes">Accelerator classes.</param>
/// <param name="faults">Refusals and losses.</param>
/// <param name="recent">Own writes that were not seen yet.</param>
/// <param name="drainDeadline">How long a deleted pool waits for its agents, and a node without agent for one.</param>
/// <param name="time">The clock.</param>
public sealed class FleetTimer(ClassBook classes, FaultBook faults, Recent recent, TimeSpan drainDeadline, TimeProvider time)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(200);

    /// <summary>How long until then; null for never.</summary>
    /// <param name="picture">What was decided. A date that has passed since it was drawn was still ahead for it, so it counts: taking the steps takes time, and timers end a moment early.</param>
    public TimeSpan? Next(FleetPicture picture)
    {
        var dates = picture.Delays.Select(delay => delay.Until)
            .Append(picture.Plan.RecheckAt)
            .Append(classes.NextChange)
            .Append(recent.NextDoubt)
            .Concat(picture.Pools.Values.Select(pool => pool.Pool.Metadata.DeletionTimestamp + drainDeadline))
            .Concat(picture.Pools.Keys.SelectMany(faults.Of).Select(fault => (DateTimeOffset?)fault.Until))
            .Concat(picture.Nodes.Values.Where(node => node.Agent.PodName is null && node.Holders.Count > 0).Select(node => (DateTimeOffset?)(node.Agent.Since + drainDeadline)));
        if (dates.Where(date => date > picture.At).Min() is not { } next)
            return null;
        var left = next - time.GetUtcNow();
        return left > Least ? left : Least;
    }
}
