using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>One NUMA node of a machine.</summary>
public sealed class NumaNodeStatus
{
    /// <summary>Number of the NUMA node, as the kernel counts.</summary>
    public int Id { get; set; }

    /// <summary>Its memory.</summary>
    public ResourceQuantity Memory { get; set; }
}
