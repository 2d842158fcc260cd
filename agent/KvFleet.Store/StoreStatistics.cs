namespace KvFleet.Store;

/// <summary>Figures of a store.</summary>
public sealed record StoreStatistics
{
    /// <summary>Bytes of a row; 0 while unknown.</summary>
    public long Stride { get; init; }

    /// <summary>Bytes of all rows.</summary>
    public long CapacityBytes { get; init; }

    /// <summary>Bytes of rows and blocks in use.</summary>
    public long UsedBytes { get; init; }

    /// <summary>Bytes of free blocks in rows that are cut up.</summary>
    public long PartialBytes { get; init; }

    /// <summary>Bytes of the values themselves.</summary>
    public long ValueBytes { get; init; }

    /// <summary>Bytes that pins keep.</summary>
    public long PinnedBytes { get; init; }

    /// <summary>Rows that are free.</summary>
    public long FreeRows { get; init; }

    /// <summary>Keys that are found.</summary>
    public long Keys { get; init; }

    /// <summary>Leases and slots that are open.</summary>
    public long Holds { get; init; }

    /// <summary>Keys that were asked for and found.</summary>
    public long Hits { get; init; }

    /// <summary>Keys that were asked for and not found.</summary>
    public long Misses { get; init; }

    /// <summary>Values that were committed.</summary>
    public long Commits { get; init; }

    /// <summary>Values that left to make room.</summary>
    public long Evictions { get; init; }

    /// <summary>Values that were moved because their memory was given back.</summary>
    public long Relocations { get; init; }

    /// <summary>Seconds of computing that found values saved, by what their writers said or an estimate.</summary>
    public double SecondsSaved { get; init; }

    /// <summary>Values of an agent before this one that were dropped because they were torn or damaged.</summary>
    public long Dropped { get; init; }
}
