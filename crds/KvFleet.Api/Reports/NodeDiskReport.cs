namespace KvFleet.Api.Reports;

/// <summary>The filesystem on which an agent keeps pools' values.</summary>
public sealed record NodeDiskReport
{
    /// <summary>The directory, as the agent sees it.</summary>
    public required string Directory { get; init; }

    /// <summary>Size of the filesystem in bytes; 0 while it cannot be used.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Bytes that may still be written.</summary>
    public long AvailableBytes { get; init; }

    /// <summary>Why it cannot be used, one word of <see cref="DiskReportReasons"/>; null when it can.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it cannot be used, and what to do.</summary>
    public string? Message { get; init; }
}
