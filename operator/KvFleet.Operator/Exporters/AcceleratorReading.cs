using KvFleet.Model.Accelerators;

namespace KvFleet.Operator.Exporters;

/// <summary>What an exporter says about one accelerator, in bytes, seconds and shares. What it does not say is null.</summary>
public sealed record AcceleratorReading
{
    /// <summary>Who made it.</summary>
    public required AcceleratorVendor Vendor { get; init; }

    /// <summary>Its UUID; where there is none its serial number, PCI address or index.</summary>
    public required string Id { get; init; }

    /// <summary>The node that the exporter names; empty if it names none, or none that means anything.</summary>
    public string Node { get; init; } = "";

    /// <summary>The product, as the exporter names it.</summary>
    public string Product { get; init; } = "";

    /// <summary>Memory in use, in bytes.</summary>
    public double? MemoryUsedBytes { get; init; }

    /// <summary>All memory, in bytes.</summary>
    public double? MemoryTotalBytes { get; init; }

    /// <summary>The share of time in which it worked, from 0 to 1.</summary>
    public double? Utilization { get; init; }

    /// <summary>Bytes a second over the host link, the busier direction where both are told.</summary>
    public double? LinkBytesPerSecond { get; init; }

    /// <summary>All bytes over the host link so far, the busier direction; a rate follows from two readings.</summary>
    public double? LinkBytesTotal { get; init; }

    /// <summary>Why it must not be trusted with more; empty if it is well.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
