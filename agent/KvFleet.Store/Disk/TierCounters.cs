namespace KvFleet.Store.Disk;

/// <summary>What a tier counts. Under its lock.</summary>
internal sealed class TierCounters
{
    public long Written;
    public long WrittenValueBytes;
    public long WrittenBytes;
    public long Loaded;
    public long LoadedValueBytes;
    public long ReadBytes;
    public long LoadsRefused;
    public long Damaged;
    public long ReadErrors;
    public long WriteErrors;
    public long Forgotten;
    public long Evicted;
    public long Readmitted;
    public long WrongKey;
    public long Foreign;
    public long Torn;
    public long Recovered;
    public TimeSpan RecoveryTime;

    /// <summary>Adds them to a report.</summary>
    public DiskTierReport Describe(DiskTierReport report) => report with
    {
        Written = Written,
        WrittenValueBytes = WrittenValueBytes,
        WrittenBytes = WrittenBytes,
        Loaded = Loaded,
        LoadedValueBytes = LoadedValueBytes,
        ReadBytes = ReadBytes,
        LoadsRefused = LoadsRefused,
        Damaged = Damaged,
        ReadErrors = ReadErrors,
        WriteErrors = WriteErrors,
        Forgotten = Forgotten,
        Evicted = Evicted,
        Readmitted = Readmitted,
        Recovered = Recovered,
        Torn = Torn,
        WrongKeySegments = WrongKey,
        ForeignSegments = Foreign,
        RecoveryTime = RecoveryTime,
    };
}
