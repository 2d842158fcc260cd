namespace KvFleet.Store.Disk.Transfer;

/// <summary>A value that is to be written, and what goes with it.</summary>
internal abstract class RecordSource
{
    /// <summary>The key.</summary>
    public abstract ReadOnlySpan<byte> Key { get; }

    /// <summary>Bytes of the value.</summary>
    public abstract int Length { get; }

    /// <summary>What its writer said of its worth.</summary>
    public abstract StoreEntryHints Hints { get; }

    /// <summary>Unix milliseconds when it ends; 0 for never.</summary>
    public abstract long Expiry { get; }

    /// <summary>Generation of its entry in memory.</summary>
    public abstract uint Generation { get; }

    /// <summary>Copies the value.</summary>
    /// <param name="into">As long as the value.</param>
    public abstract void CopyTo(Span<byte> into);
}
