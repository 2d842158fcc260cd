namespace KvFleet.Store.Disk.Transfer;

/// <summary>A value in memory that is demoted.</summary>
/// <param name="lease">The value; disposed by who gave it.</param>
internal sealed class LeasedSource(StoreLease lease) : RecordSource
{
    /// <summary>The value.</summary>
    public StoreLease Lease => lease;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Key => lease.Key.AsSpan();

    /// <inheritdoc/>
    public override int Length => (int)lease.Bytes;

    /// <inheritdoc/>
    public override StoreEntryHints Hints => lease.Hints;

    /// <inheritdoc/>
    public override long Expiry => lease.Expiry?.ToUnixTimeMilliseconds() ?? 0;

    /// <inheritdoc/>
    public override uint Generation => lease.Generation;

    /// <inheritdoc/>
    public override void CopyTo(Span<byte> into) => SegmentCopy.Read(lease.Segments.AsSpan(), 0, into);
}
