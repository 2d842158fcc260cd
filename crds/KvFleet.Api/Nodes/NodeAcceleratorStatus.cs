namespace KvFleet.Api.Nodes;

/// <summary>An accelerator of the node, as its PCI bus shows it.</summary>
public sealed class NodeAcceleratorStatus
{
    /// <summary>PCI address.</summary>
    public string Address { get; set; } = "";

    /// <summary>PCI vendor and device.</summary>
    public string PciId { get; set; } = "";

    /// <summary>Product, where the catalog of accelerators knows the PCI device.</summary>
    public string? Product { get; set; }

    /// <summary>NUMA node it hangs on.</summary>
    public int? NumaNode { get; set; }

    /// <summary>Host link as generation and lanes, for example 5x16.</summary>
    public string? Link { get; set; }

    /// <summary>Best link that it and its slot can have.</summary>
    public string? MaxLink { get; set; }
}
