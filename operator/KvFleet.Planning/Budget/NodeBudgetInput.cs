namespace KvFleet.Planning.Budget;

/// <summary>What the budget of one kind of memory on one node depends on. All in bytes.</summary>
public sealed record NodeBudgetInput
{
    /// <summary>The node's allocatable: <c>memory</c> or <c>hugepages-*</c>.</summary>
    public required long AllocatableBytes { get; init; }

    /// <summary>Requests of every pod bound to the node but our holders.</summary>
    public required long OtherRequestsBytes { get; init; }

    /// <summary>Bytes of earlier pools that do not come back yet and that nothing may grow into.</summary>
    public long StuckBytes { get; init; }

    /// <summary>The annotation <c>kvfleet.io/host-memory-budget</c> of the node, parsed; null if there is none. Huge pages take none.</summary>
    public long? OverrideBytes { get; init; }

    /// <summary>What the memory is made of.</summary>
    public MemoryKind Kind { get; init; } = MemoryKind.Regular;
}
