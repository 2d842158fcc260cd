using KvFleet.Planning.Holders;

namespace KvFleet.Planning;

/// <summary>The planner's settings.</summary>
public sealed record PlannerOptions
{
    /// <summary>The defaults.</summary>
    public static PlannerOptions Default { get; } = new();

    /// <summary>Every assignment is a multiple of this many bytes, itself a multiple of 2 MiB; for huge pages it is rounded up to whole pages. Default 1 GiB.</summary>
    public long QuantumBytes { get; init; } = 1L << 30;

    /// <summary>An assignment stays where it is while it differs from the ideal by no more than this fraction of the ideal (and always within one quantum). Default 0.05.</summary>
    public double DeadBand { get; init; } = 0.05;

    /// <summary>How long a node that does not answer keeps its assignments before they are offered to others. Default 5 minutes.</summary>
    public TimeSpan LostNodeGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// For how many holders of one pool on one node the overhead is kept free in the budget. Default 2: the one it has and the one it grows by. A pool that grew in many steps
    /// may have more; what these need beyond the budget is some 30 MiB each, and the scheduler has the last word.
    /// </summary>
    public int ReservedHoldersPerPoolAndNode { get; init; } = 2;

    /// <summary>What a holder of so many bytes of a kind costs beside them, in bytes of base pages. Default <see cref="HolderOverhead.For(long, MemoryKind)"/>.</summary>
    public Func<long, MemoryKind, long> OverheadPerHolder { get; init; } = HolderOverhead.For;

    /// <summary>The fleet-wide switch. Default <see cref="FleetMode.Run"/>.</summary>
    public FleetMode Mode { get; init; } = FleetMode.Run;
}
