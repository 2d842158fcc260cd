namespace KvFleet.Planning;

/// <summary>Why a pool has fewer bytes than it asked for.</summary>
public enum ShortfallReason
{
    /// <summary>It has what it asked for.</summary>
    None,

    /// <summary>The capacity is no multiple of the quantum; the rest (less than one quantum) is left out.</summary>
    QuantumRounding,

    /// <summary>The capacity is less than one quantum: nothing can be assigned.</summary>
    BelowQuantum,

    /// <summary>Its specification contradicts itself or makes no sense (minimum above maximum, capacity not positive, weight below one).</summary>
    InvalidPool,

    /// <summary>The node selector matches no node.</summary>
    NoNodeMatches,

    /// <summary>Nodes match, but none can be used now (excluded, not answering, cordoned, tainted, no budget).</summary>
    NoNodeUsable,

    /// <summary>The minimum per node is larger than the capacity, or fits on no usable node.</summary>
    MinimumDoesNotFit,

    /// <summary>The maximum per node times the usable nodes is less than the capacity.</summary>
    NodeMaximum,

    /// <summary>The namespace's cap.</summary>
    NamespaceCap,

    /// <summary>The usable nodes' budgets are too small, even without other pools.</summary>
    NodeBudget,

    /// <summary>Other pools use part of the usable nodes' budgets, by weight.</summary>
    SharedByWeight,

    /// <summary>The pool is paused below its capacity.</summary>
    Paused,

    /// <summary>The fleet is frozen.</summary>
    Frozen,

    /// <summary>The fleet drains.</summary>
    FleetDrain,

    /// <summary>The pool is being deleted.</summary>
    PoolDeleting,
}
