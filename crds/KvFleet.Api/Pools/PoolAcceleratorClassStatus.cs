using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>A pool's memory on the nodes of one accelerator class.</summary>
public sealed class PoolAcceleratorClassStatus
{
    /// <summary>Name of the class, for example nvidia-h100-80gb-hbm3-x8-1ti.</summary>
    public string Name { get; set; } = "";

    /// <summary>Vendor of the accelerators, or None.</summary>
    public string Vendor { get; set; } = "";

    /// <summary>Product name of the accelerators; empty for nodes without.</summary>
    public string? Product { get; set; }

    /// <summary>Nodes of the class with bytes of the pool assigned.</summary>
    public int Nodes { get; set; }

    /// <summary>What the planner has given to these nodes.</summary>
    public ResourceQuantity Assigned { get; set; }

    /// <summary>Pages that exist on these nodes, as measured.</summary>
    public ResourceQuantity Resident { get; set; }

    /// <summary>Whether loading from each tier is faster than computing on these accelerators.</summary>
    [XListType(ListType.Map), XListMapKeys("tier")]
    public List<PoolTierStatus>? Tiers { get; set; }
}
