using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>One pool on the node's disk, as its agent measured it.</summary>
public sealed class NodePoolDiskStatus
{
    /// <summary>What the planner has given to the pool there.</summary>
    public ResourceQuantity Assigned { get; set; }

    /// <summary>Most that the agent lets the pool's files take. Absent when the agent does not say.</summary>
    public ResourceQuantity? Capacity { get; set; }

    /// <summary>What its files take. Absent when the agent does not say.</summary>
    public ResourceQuantity? Used { get; set; }

    /// <summary>How the tier is: Ready, Recovering, DeviceBusy, NoSpace, IOError, ReadOnly, Refused, NotConfigured or Waiting. Absent when the agent does not say.</summary>
    public string? Reason { get; set; }

    /// <summary>What is wrong and what to do.</summary>
    public string? Message { get; set; }
}
