using KvFleet.Api.Pools;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>What one pool has on the node.</summary>
public sealed class PoolAssignment
{
    /// <summary>The pool.</summary>
    [Required]
    public PoolReference Pool { get; set; } = new();

    /// <summary>Bytes of the pool on this node: the sum of the holders that are not draining, once all of them exist.</summary>
    [Required]
    public ResourceQuantity Bytes { get; set; }

    /// <summary>Bytes of one row of the pool.</summary>
    [RangeMinimum(0)]
    public long RowStrideBytes { get; set; }

    /// <summary>Page size of the memory.</summary>
    public HugePageSize HugePages { get; set; }

    /// <summary>Placement on the machine's NUMA nodes.</summary>
    public NumaPlacement NumaPolicy { get; set; }

    /// <summary>What the pool has on the node's disk; absent for nothing: what is there of it is deleted.</summary>
    public DiskAssignment? LocalDisk { get; set; }

    /// <summary>How blocks are kept. Absent: as the agent does by default.</summary>
    public AssignedStore? Store { get; set; }

    /// <summary>How the pool is served over the Redis protocol on TCP. Absent: not at all.</summary>
    public AssignedResp? Resp { get; set; }

    /// <summary>Which other namespaces use the pool. Absent: none.</summary>
    public AssignedSharing? Sharing { get; set; }

    /// <summary>The holder pods, in the namespace of the pool, that own the memory.</summary>
    [XListType(ListType.Map), XListMapKeys("name")]
    public List<HolderAssignment>? Holders { get; set; }
}
