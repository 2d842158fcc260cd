using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>Pinned host memory of the pool.</summary>
public sealed class PoolHostMemory
{
    /// <summary>Least that a node holds for the pool. A node that cannot give it is not used at all.</summary>
    public ResourceQuantity? MinPerNode { get; set; }

    /// <summary>Most that a node holds for the pool.</summary>
    public ResourceQuantity? MaxPerNode { get; set; }

    /// <summary>Page size of the memory. Huge pages must have been reserved on the nodes; the holder pods request them as hugepages-2Mi or hugepages-1Gi.</summary>
    [DefaultValue("None")]
    public HugePageSize? HugePages { get; set; }

    /// <summary>How the memory is placed on the NUMA nodes of a machine.</summary>
    [DefaultValue("Spread")]
    public NumaPlacement? NumaPolicy { get; set; }
}
