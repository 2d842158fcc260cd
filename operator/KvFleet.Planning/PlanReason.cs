namespace KvFleet.Planning;

/// <summary>Why one pool has the bytes it has on one node.</summary>
public enum PlanReason
{
    /// <summary>Its part of the capacity in proportion to the node's budget.</summary>
    Proportional,

    /// <summary>Left as it was: the ideal differs by less than the dead band.</summary>
    WithinDeadBand,

    /// <summary>Held up by the pool's minimum per node.</summary>
    NodeMinimum,

    /// <summary>Held down by the pool's maximum per node.</summary>
    NodeMaximum,

    /// <summary>Held down by the node's budget, which no other pool shares.</summary>
    NodeBudget,

    /// <summary>Held down because other pools share the node's budget, by weight.</summary>
    SharedByWeight,

    /// <summary>The pool's minimum does not fit on the node, or the capacity does not reach for one more node at that minimum: not used.</summary>
    MinimumDoesNotFit,

    /// <summary>The node matches, but nothing of the capacity was left for it or not one quantum fits.</summary>
    NothingLeft,

    /// <summary>The pool is paused: exactly what it had.</summary>
    Paused,

    /// <summary>The pool's specification makes no sense: exactly what it had, until it is corrected.</summary>
    PoolInvalid,

    /// <summary>The fleet is frozen: exactly what it had.</summary>
    Frozen,

    /// <summary>The fleet drains.</summary>
    FleetDrain,

    /// <summary>The pool is being deleted.</summary>
    PoolDeleting,

    /// <summary>The node is excluded by annotation.</summary>
    NodeExcluded,

    /// <summary>The node is cordoned: keeps what it has (as far as capacity and budget allow), no growth.</summary>
    NodeCordoned,

    /// <summary>An accelerator of the node is broken: keeps what it has, no growth.</summary>
    NodeSick,

    /// <summary>The node does not answer (not ready, unreachable, no agent), within the grace: keeps what it has, no growth.</summary>
    NodeNotAnswering,

    /// <summary>The node has not answered for longer than the grace: its bytes are offered to others.</summary>
    NodeLost,

    /// <summary>The node's labels do not match the pool's selector any more.</summary>
    NodeNotSelected,

    /// <summary>The node has a taint that the pool does not tolerate. <c>NoSchedule</c> keeps what is there; <c>NoExecute</c> drains it.</summary>
    TaintNotTolerated,

    /// <summary>The node is not in the snapshot any more.</summary>
    NodeGone,
}
