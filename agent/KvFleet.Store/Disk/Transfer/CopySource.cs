using KvFleet.Store.Disk.Catalog;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>A value of a segment that is being emptied, to be written again.</summary>
/// <param name="original">Where it is.</param>
/// <param name="key">Its key.</param>
/// <param name="value">Its bytes.</param>
internal sealed class CopySource(RecordId original, byte[] key, byte[] value) : ReadSource(original.Record, key, value)
{
    /// <summary>Where it is.</summary>
    public RecordId Original => original;
}
