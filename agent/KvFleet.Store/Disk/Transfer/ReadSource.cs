using KvFleet.Store.Disk.Catalog;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>A value that was read from the disk, to be written there again with what was known of it.</summary>
/// <param name="original">What was known of it.</param>
/// <param name="key">Its key.</param>
/// <param name="value">Its bytes.</param>
internal abstract class ReadSource(in DiskRecord original, byte[] key, byte[] value) : RecordSource
{
    private readonly StoreEntryHints _hints = original.Hints;
    private readonly long _expiry = original.Expiry;

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
