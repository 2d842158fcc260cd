using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>Host memory of a pool.</summary>
public sealed class PoolHostMemoryStatus
{
    /// <summary>What spec.capacity asks for.</summary>
    public ResourceQuantity Requested { get; set; }

    /// <summary>What the planner has given to nodes.</summary>
    public ResourceQuantity Assigned { get; set; }

    /// <summary>Pages that exist, as the agents measured them.</summary>
    public ResourceQuantity Resident { get; set; }

    /// <summary>Pages that are locked and so can be used for DMA without page faults.</summary>
    public ResourceQuantity Locked { get; set; }

    /// <summary>Bytes on their way out: nothing grows into them until every process has let go.</summary>
    public ResourceQuantity Draining { get; set; }

    /// <summary>Draining bytes that did not come back in time because some process keeps them.</summary>
    public ResourceQuantity Stuck { get; set; }

    /// <summary>Rows that the resident bytes have room for.</summary>
    public long Blocks { get; set; }

    /// <summary>Tokens that the resident bytes have room for.</summary>
    public long Tokens { get; set; }
}
