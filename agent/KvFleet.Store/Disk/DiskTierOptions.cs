namespace KvFleet.Store.Disk;

/// <summary>How the local disk tier of a pool behaves.</summary>
public sealed record DiskTierOptions
{
    /// <summary>Smallest capacity: three segments of 1 MiB.</summary>
    public const long LeastCapacityBytes = 3L << 20;

    /// <summary>Uid of the pool. Segments that another pool left behind are not read.</summary>
    public required string PoolUid { get; init; }

    /// <summary>Most bytes that its files take on the disk, at least <see cref="LeastCapacityBytes"/>.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>Bytes of a segment file: what is given up at once when room is needed. Smaller where less than eight of them fit; 1 MiB to 1 GiB.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>Bytes that one write takes at least, when there is as much to write; a larger value is a write of its own. Each thread has memory for one write.</summary>
    public int BatchBytes { get; init; } = 4 << 20;

    /// <summary>How often a value must have been seen to be written; storing it is the first time.</summary>
    public int SightingsToAdmit { get; init; } = 2;

    /// <summary>Loads after which a value is written again when its segment is emptied; 0 for never.</summary>
    public int LoadsToReadmit { get; init; } = 1;

    /// <summary>Most of the capacity that pins may keep, 0 to 1.</summary>
    public double PinnedFraction { get; init; } = 0.25;

    /// <summary>Threads that write.</summary>
    public int WriteThreads { get; init; } = 4;

    /// <summary>Threads that read.</summary>
    public int ReadThreads { get; init; } = 4;

    /// <summary>Most loads that wait; more are not noted.</summary>
    public int LoadQueue { get; init; } = 4096;

    /// <summary>File with the key that values are encrypted with; null for no encryption.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// Directory on a tmpfs that outlives this process, where forgotten keys are noted before the disk knows: so a process that is killed never finds an old value
    /// again. Null for none: what was forgotten in the last moments before a kill may be found again.
    /// </summary>
    public string? VolatileDirectory { get; init; } = "/dev/shm";

    /// <summary>Whether writing slows down when the device is busy.</summary>
    public bool Throttled { get; init; } = true;

    /// <summary>How often there is looked for something to write, and for the end of a fault.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
