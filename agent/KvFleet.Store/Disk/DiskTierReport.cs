using KvFleet.Store.Disk.Health;

namespace KvFleet.Store.Disk;

/// <summary>Figures and condition of a tier. Counts are since this process began.</summary>
public sealed record DiskTierReport
{
    /// <summary>How it is.</summary>
    public required DiskCondition Condition { get; init; }

    /// <summary>How fast the device answered at the start; null while unknown.</summary>
    public DeviceFigures? Device { get; init; }

    /// <summary>Most bytes that its files may take.</summary>
    public long CapacityBytes { get; init; }

    /// <summary>Bytes that its files take on the disk.</summary>
    public long PhysicalBytes { get; init; }

    /// <summary>Values that are found.</summary>
    public long Keys { get; init; }

    /// <summary>Bytes of the values that are found.</summary>
    public long ValueBytes { get; init; }

    /// <summary>Bytes that pins keep.</summary>
    public long PinnedBytes { get; init; }

    /// <summary>Values written.</summary>
    public long Written { get; init; }

    /// <summary>Bytes of the values written.</summary>
    public long WrittenValueBytes { get; init; }

    /// <summary>Bytes written for them.</summary>
    public long WrittenBytes { get; init; }

    /// <summary>Values brought back into memory.</summary>
    public long Loaded { get; init; }

    /// <summary>Bytes of the values brought back.</summary>
    public long LoadedValueBytes { get; init; }

    /// <summary>Bytes read from the device, those that were of no use included.</summary>
    public long ReadBytes { get; init; }

    /// <summary>Loads that wait.</summary>
    public int WaitingLoads { get; init; }

    /// <summary>Loads that came to nothing: no room in memory, too many waiting, or the key was gone meanwhile.</summary>
    public long LoadsRefused { get; init; }

    /// <summary>Values whose checksum or authentication failed: dropped, and missed.</summary>
    public long Damaged { get; init; }

    /// <summary>Values that the device could not read: dropped, and missed.</summary>
    public long ReadErrors { get; init; }

    /// <summary>Writes that failed.</summary>
    public long WriteErrors { get; init; }

    /// <summary>Values that were removed or replaced.</summary>
    public long Forgotten { get; init; }

    /// <summary>Values that left to make room.</summary>
    public long Evicted { get; init; }

    /// <summary>Values that were written again when their segment was emptied.</summary>
    public long Readmitted { get; init; }

    /// <summary>Values that were found at the start.</summary>
    public long Recovered { get; init; }

    /// <summary>Values that were torn at the start: dropped.</summary>
    public long Torn { get; init; }

    /// <summary>Segments at the start that are encrypted with another key (or with one where none is set, or without one where one is): missed.</summary>
    public long WrongKeySegments { get; init; }

    /// <summary>Segments at the start of another pool or fingerprint: missed.</summary>
    public long ForeignSegments { get; init; }

    /// <summary>Time that the start took.</summary>
    public TimeSpan RecoveryTime { get; init; }

    /// <summary>Bytes read for each byte brought back; 1 before anything was.</summary>
    public double ReadAmplification => LoadedValueBytes == 0 ? 1 : (double)ReadBytes / LoadedValueBytes;
}
