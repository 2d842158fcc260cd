namespace KvFleet.Api.Reports;

/// <summary>An accelerator as the PCI bus shows it.</summary>
public sealed record AcceleratorReport
{
    /// <summary>Its address, such as <c>0000:1b:00.0</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Vendor and device, such as <c>10de:2330</c>.</summary>
    public required string PciId { get; init; }

    /// <summary>The NUMA node it hangs on; -1 if the machine has none or does not say.</summary>
    public int NumaNode { get; init; } = -1;

    /// <summary>Its link as generation and lanes, such as <c>5x16</c>; null if not told. The generation falls while an accelerator saves power.</summary>
    public string? Link { get; init; }

    /// <summary>The best link that it and its slot can have; null if not told.</summary>
    public string? MaxLink { get; init; }

    /// <summary>Whether the link has fewer lanes than it can have: a bad seat, riser or slot.</summary>
    public bool LinkDegraded { get; init; }
}
