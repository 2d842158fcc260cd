using KvFleet.Operator.Placement;
using KvFleet.Planning;
using KvFleet.Planning.Disks;
using KvFleet.Planning.Verdicts;

namespace KvFleet.Operator.Fleet;

/// <summary>The whole fleet at one instant and what was decided about it. Immutable: the status of pools and nodes is made from it while the next one is being drawn.</summary>
public sealed record FleetPicture
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The fleet-wide switch.</summary>
    public required FleetMode Mode { get; init; }

    /// <summary>The nodes by name.</summary>
    public required IReadOnlyDictionary<string, NodePicture> Nodes { get; init; }

    /// <summary>The pools by UID.</summary>
    public required IReadOnlyDictionary<string, PoolPicture> Pools { get; init; }

    /// <summary>What every pool is to have.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What every pool is to have on disks.</summary>
    public DiskPlan Disks { get; init; } = DiskPlan.None;

    /// <summary>Whether tiers pay.</summary>
    public VerdictTable Verdicts { get; init; } = VerdictTable.None;

    /// <summary>Holders that are wanted but wait.</summary>
    public IReadOnlyList<GrowthDelay> Delays { get; init; } = [];
}
