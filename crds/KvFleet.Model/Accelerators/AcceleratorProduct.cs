namespace KvFleet.Model.Accelerators;

/// <summary>What is known about an accelerator before it is measured.</summary>
public sealed record AcceleratorProduct
{
    /// <summary>Its name, as the catalog writes it.</summary>
    public required string Name { get; init; }

    /// <summary>Who makes it.</summary>
    public required AcceleratorVendor Vendor { get; init; }

    /// <summary>Memory as sold, in bytes of 10^9 a GB. Tools report a little more or less.</summary>
    public required double MemoryBytes { get; init; }

    /// <summary>Bytes a second of its memory.</summary>
    public required double MemoryBytesPerSecond { get; init; }

    /// <summary>Dense operations a second in BF16.</summary>
    public required double FlopsPerSecond { get; init; }

    /// <summary>Its link to the host.</summary>
    public required PciLink HostLink { get; init; }

    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>PCI vendor and device ids in lower case, such as <c>10de:2330</c>.</summary>
    public IReadOnlyList<string> PciIds { get; init; } = [];
}
