namespace KvFleet.Api.Reports;

/// <summary>A shared filesystem on one node.</summary>
public sealed record FilesystemReport
{
    /// <summary>Name of the KVCacheFilesystem.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is mounted and answered the last probe.</summary>
    public bool Ready { get; init; }

    /// <summary>One word of <see cref="FilesystemReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What is the matter, and what to do; null when nothing is.</summary>
    public string? Message { get; init; }

    /// <summary>Size in bytes; 0 while unknown.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Bytes that may still be written.</summary>
    public long AvailableBytes { get; init; }

    /// <summary>The pools on it.</summary>
    public IReadOnlyList<SharedPoolReport> Pools { get; init; } = [];
}
