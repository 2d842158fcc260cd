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

    /// <summary>The most holders that one pool has on one node; room for their overhead is kept. Default 8.</summary>
    public int MaxHoldersPerPoolAndNode { get; init; } = HolderLayoutOptions.DefaultMaxHolders;

    /// <summary>What a holder of so many bytes of a kind costs beside them, in bytes of base pages. Default <see cref="HolderOverhead.For(long, MemoryKind)"/>.</summary>
    public Func<long, MemoryKind, long> OverheadPerHolder { get; init; } = HolderOverhead.For;

    /// <summary>The fleet-wide switch. Default <see cref="FleetMode.Run"/>.</summary>
    public FleetMode Mode { get; init; } = FleetMode.Run;
}
