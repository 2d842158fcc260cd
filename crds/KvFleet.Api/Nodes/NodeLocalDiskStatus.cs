using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>The filesystem on which the node's agent keeps pools' values.</summary>
public sealed class NodeLocalDiskStatus
{
    /// <summary>Size of the filesystem.</summary>
    public ResourceQuantity Size { get; set; }

    /// <summary>What the agent may still write to it, in steps of a twentieth of its size.</summary>
    public ResourceQuantity Available { get; set; }

    /// <summary>What pools have been given of it.</summary>
    public ResourceQuantity Assigned { get; set; }
}
