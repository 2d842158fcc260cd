using KvFleet.Planning.Selection;

namespace KvFleet.Planning;

/// <summary>A pool as the planner sees it at one instant: what its owner asks for and what it has now.</summary>
public sealed record PoolSnapshot
{
    /// <summary>Namespace and name; unique in a snapshot.</summary>
    public required PoolKey Key { get; init; }

    /// <summary>The object's uid: a pool deleted and made again under its old name is another pool.</summary>
    public required string Uid { get; init; }

    /// <summary>Host memory wanted over the whole fleet, in bytes.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>A node is used with at least this many bytes or not at all; 0 = no minimum. Rounded up to the quantum.</summary>
    public long PerNodeMinBytes { get; init; }

    /// <summary>No node gets more than this many bytes; null = no maximum. Rounded down to the quantum.</summary>
    public long? PerNodeMaxBytes { get; init; }

    /// <summary>Its share against other pools where memory is short; at least 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>What its memory is made of.</summary>
    public MemoryKind MemoryKind { get; init; } = MemoryKind.Regular;

    /// <summary>Which nodes it may use; the default selects all.</summary>
    public NodeSelector NodeSelector { get; init; } = NodeSelector.All;

    /// <summary>The taints it accepts.</summary>
    public IReadOnlyList<PodToleration> Tolerations { get; init; } = [];

    /// <summary>Bytes assigned at present, by node name. Zero entries mean the same as none.</summary>
    public IReadOnlyDictionary<string, long> Current { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Its owner paused it: every assignment stays exactly as it is.</summary>
    public bool Paused { get; init; }

    /// <summary>It is being deleted: every assignment goes to zero.</summary>
    public bool Deleting { get; init; }
}
