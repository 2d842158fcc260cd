using KvFleet.Planning;
using KvFleet.Planning.Disks;
using KvFleet.Planning.Holders;

namespace KvFleet.Operator.Placement;

/// <summary>Everything that the next step depends on.</summary>
public sealed record PlacementInput
{
    /// <summary>The instant.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What every pool is to have.</summary>
    public required Plan Plan { get; init; }

    /// <summary>What every pool is to have on disks.</summary>
    public DiskPlan Disks { get; init; } = DiskPlan.None;

    /// <summary>The nodes, by name.</summary>
    public required IReadOnlyList<NodeState> Nodes { get; init; }

    /// <summary>The pools.</summary>
    public required IReadOnlyList<PlacementPool> Pools { get; init; }

    /// <summary>Most bytes per namespace, where admins set one.</summary>
    public IReadOnlyDictionary<string, long> NamespaceCaps { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Until when no holder of a pool may be made on a node, after losses and refusals.</summary>
    public Func<string, string, DateTimeOffset?> BackOffUntil { get; init; } = static (_, _) => null;

    /// <summary>Settings of the holders' layout.</summary>
    public HolderLayoutOptions Layout { get; init; } = HolderLayoutOptions.Default;
}
