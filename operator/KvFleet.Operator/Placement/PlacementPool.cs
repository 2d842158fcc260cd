using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Planning;

namespace KvFleet.Operator.Placement;

/// <summary>What placing holders has to know about a pool.</summary>
public sealed record PlacementPool
{
    /// <summary>Namespace and name.</summary>
    public required PoolKey Key { get; init; }

    /// <summary>The pool's UID.</summary>
    public required string Uid { get; init; }

    /// <summary>Page size of its memory.</summary>
    public HugePageSize HugePages { get; init; }

    /// <summary>Placement on NUMA nodes.</summary>
    public NumaPlacement NumaPolicy { get; init; }

    /// <summary>How often a value must have been seen before it goes to disk.</summary>
    public int DiskSightings { get; init; } = 2;

    /// <summary>Name of the key of values on disk; null for none.</summary>
    public string? DiskKey { get; init; }

    /// <summary>Bytes of one row; 0 if the geometry is not known.</summary>
    public long RowStrideBytes { get; init; }

    /// <summary>How blocks are kept; null for as agents do by default.</summary>
    public AssignedStore? Store { get; init; }

    /// <summary>How it is served over the Redis protocol; null for not at all.</summary>
    public AssignedResp? Resp { get; init; }

    /// <summary>Which other namespaces use it; null for none.</summary>
    public AssignedSharing? Sharing { get; init; }

    /// <summary>The memory kind the scheduler counts.</summary>
    public MemoryKind Kind => HugePages switch
    {
        HugePageSize.TwoMebi => MemoryKind.HugePages2Mi,
        HugePageSize.OneGibi => MemoryKind.HugePages1Gi,
        _ => MemoryKind.Regular,
    };

    /// <summary>Most bytes that all its holders may have together at any moment: what the plan gives it.</summary>
    public required long LimitBytes { get; init; }

    /// <summary>For a pool that is being deleted: when waiting for agents ends. Null otherwise.</summary>
    public DateTimeOffset? DrainDeadline { get; init; }
}
