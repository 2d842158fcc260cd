using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>Class of a node's accelerators: nodes of one class are the same for planning.</summary>
public sealed class NodeAcceleratorClass
{
    /// <summary>Name of the class, for example nvidia-h100-80gb-hbm3-x8-1ti.</summary>
    public string Name { get; set; } = "";

    /// <summary>Vendor of the accelerators, or None.</summary>
    public string Vendor { get; set; } = "";

    /// <summary>Product name of the accelerators.</summary>
    public string? Product { get; set; }

    /// <summary>Accelerators on the node.</summary>
    public int Count { get; set; }

    /// <summary>Memory of one accelerator, where it is known.</summary>
    public ResourceQuantity? Memory { get; set; }
}
