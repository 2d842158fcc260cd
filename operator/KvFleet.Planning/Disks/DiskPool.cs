namespace KvFleet.Planning.Disks;

/// <summary>What a pool wants of the fleet's disks, and what it has.</summary>
public sealed record DiskPool
{
    /// <summary>The pool's uid; unique.</summary>
    public required string Uid { get; init; }

    /// <summary>Bytes wanted over the whole fleet; 0 for none.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>A node gives at least this many bytes or none.</summary>
    public long PerNodeMinBytes { get; init; }

    /// <summary>No node gives more; null = no maximum.</summary>
    public long? PerNodeMaxBytes { get; init; }

    /// <summary>Its share against other pools where a disk is short; at least 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Host memory that the pool is planned to have, by node: a disk is the tier below it. Nodes without are not used.</summary>
    public required IReadOnlyDictionary<string, long> HostMemory { get; init; }

    /// <summary>Bytes assigned at present, by node.</summary>
    public IReadOnlyDictionary<string, long> Current { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Paused, frozen, or not to be understood: everything stays as it is.</summary>
    public bool Fixed { get; init; }
}
