using KvFleet.Store.Disk.Catalog;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>A value of a segment that is being emptied, to be written again.</summary>
/// <param name="original">Where it is.</param>
/// <param name="key">Its key.</param>
/// <param name="value">Its bytes.</param>
internal sealed class CopySource(RecordId original, byte[] key, byte[] value) : RecordSource
{
    private readonly StoreEntryHints _hints = original.Record.Hints;
    private readonly long _expiry = original.Record.Expiry;

    /// <summary>Where it is.</summary>
    public RecordId Original => original;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Key => key;

    /// <inheritdoc/>
    public override int Length => value.Length;

    /// <inheritdoc/>
    public override StoreEntryHints Hints => _hints;

    /// <inheritdoc/>
    public override long Expiry => _expiry;

    /// <inheritdoc/>
    public override uint Generation => 0;

    /// <inheritdoc/>
    public override void CopyTo(Span<byte> into) => value.CopyTo(into);
}
