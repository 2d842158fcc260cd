using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>Local disk of a pool.</summary>
public sealed class PoolLocalDiskStatus
{
    /// <summary>What spec.localDisk.capacity asks for.</summary>
    public ResourceQuantity Requested { get; set; }

    /// <summary>What the planner has given to nodes.</summary>
    public ResourceQuantity Assigned { get; set; }

    /// <summary>What the pool's files take on the disks, as the agents measured it.</summary>
    public ResourceQuantity Used { get; set; }

    /// <summary>Bytes of the values that are found there.</summary>
    public ResourceQuantity ValueBytes { get; set; }

    /// <summary>Values that are found there.</summary>
    public long Values { get; set; }

    /// <summary>Nodes with bytes assigned.</summary>
    public int Nodes { get; set; }

    /// <summary>Nodes whose tier works.</summary>
    public int ReadyNodes { get; set; }
}
