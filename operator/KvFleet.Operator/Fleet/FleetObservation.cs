using KvFleet.Operator.Inventory;
using KvFleet.Planning;

namespace KvFleet.Operator.Fleet;

/// <summary>What is there at one instant, before anything is decided.</summary>
public sealed record FleetObservation
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The fleet-wide switch.</summary>
    public required FleetMode Mode { get; init; }

    /// <summary>What is wrong with the switch's text; null if nothing.</summary>
    public string? ModeProblem { get; init; }

    /// <summary>The Linux nodes, by name.</summary>
    public required IReadOnlyList<NodePicture> Nodes { get; init; }

    /// <summary>The pools, by key.</summary>
    public required IReadOnlyList<PoolPicture> Pools { get; init; }

    /// <summary>Most bytes per namespace, where admins set one.</summary>
    public required IReadOnlyDictionary<string, long> NamespaceCaps { get; init; }

    /// <summary>Namespaces whose cap cannot be read: nothing grows there until it is corrected.</summary>
    public IReadOnlyList<string> UnreadableCaps { get; init; } = [];

    /// <summary>All our holder pods.</summary>
    public required IReadOnlyList<HolderPod> Holders { get; init; }

    /// <summary>Those whose node is gone.</summary>
    public IReadOnlyList<HolderPod> Stranded { get; init; } = [];
}
