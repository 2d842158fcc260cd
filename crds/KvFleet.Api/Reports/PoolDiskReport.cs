namespace KvFleet.Api.Reports;

/// <summary>The local disk tier of one pool on one node, measured. All sizes are bytes.</summary>
public sealed record PoolDiskReport
{
    /// <summary>Most that its files may take; 0 while it is not open.</summary>
    public long CapacityBytes { get; init; }

    /// <summary>What its files take.</summary>
    public long PhysicalBytes { get; init; }

    /// <summary>Bytes of the values that are found.</summary>
    public long ValueBytes { get; init; }

    /// <summary>Values that are found.</summary>
    public long Values { get; init; }

    /// <summary>How it is, one word of <see cref="DiskReportReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What is wrong and what to do; null when nothing is.</summary>
    public string? Message { get; init; }

    /// <summary>Whether a person should look.</summary>
    public bool Degraded { get; init; }
}
