using KvFleet.Api.Reports;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>One pool on the node, as its agent measured it.</summary>
public sealed class NodePoolStatus
{
    /// <summary>Namespace of the pool.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Name of the pool.</summary>
    public string Name { get; set; } = "";

    /// <summary>UID of the pool.</summary>
    public string Uid { get; set; } = "";

    /// <summary>Where the pool's memory on this node stands.</summary>
    public PoolPhase Phase { get; set; }

    /// <summary>What the planner has given to the pool here.</summary>
    public ResourceQuantity Assigned { get; set; }

    /// <summary>Pages that exist. Absent when the agent cannot be reached.</summary>
    public ResourceQuantity? Resident { get; set; }

    /// <summary>Pages that are locked. Absent when the agent cannot be reached.</summary>
    public ResourceQuantity? Locked { get; set; }

    /// <summary>Bytes on their way out. Absent when the agent cannot be reached.</summary>
    public ResourceQuantity? Draining { get; set; }

    /// <summary>Draining bytes that some process keeps. Absent when the agent cannot be reached.</summary>
    public ResourceQuantity? Stuck { get; set; }

    /// <summary>Pods that keep the stuck bytes, as namespace/name, or the process where no pod is known.</summary>
    public List<string>? StuckPods { get; set; }

    /// <summary>The pool on the node's disk. Absent when it has nothing there.</summary>
    public NodePoolDiskStatus? LocalDisk { get; set; }

    /// <summary>Why the phase is what it is, one word.</summary>
    public string? Reason { get; set; }

    /// <summary>Why the phase is what it is, with numbers and what to do.</summary>
    public string? Message { get; set; }
}
