using KvFleet.Native;
using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;
using KvFleet.Store.Disk.Health;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>Reads values with one call each and believes them only when their checksum holds. Of one thread.</summary>
internal sealed class RecordReader(TierState state, LoadObserver observer, TimeProvider time) : IDisposable
{
    private readonly AlignedBuffer _buffer = new();

    /// <summary>Reads a value. The caller keeps its segment from being used again.</summary>
    /// <param name="id">The record.</param>
    /// <param name="key">Its key.</param>
    /// <param name="failure">An <see cref="InvalidDataException"/> when the bytes are not those that were written; what the device said when it failed; null when all is well.</param>
    /// <returns>The value, until the next call.</returns>
    public ReadOnlySpan<byte> Read(RecordId id, ReadOnlySpan<byte> key, out Exception? failure)
    {
        DiskRecord record;
        lock (state.Gate)
            record = id.Record;
        var blocks = DiskFormat.Blocks(record.Length);
        var bytes = _buffer.Take(blocks);
        try
        {
            var started = time.GetTimestamp();
            id.Segment.File.ReadAll(bytes, (long)record.Block * DiskFormat.BlockBytes);
            observer.Read(started, bytes.Length);
        }
        catch (NativeException e)
        {
            failure = e;
            return default;
        }

        lock (state.Gate)
            state.Counters.ReadBytes += bytes.Length;
        var value = bytes[..record.Length];
        failure = Crc32C.Compute(value) != record.Crc || id.Segment.Cipher?.TryDecrypt(id.Ordinal, key, value, record.Tag) == false
            ? new InvalidDataException("The bytes on the disk are not those that were written.")
            : null;
        return value;
    }

    /// <summary>Gives memory back until the next read.</summary>
    public void Rest() => _buffer.Dispose();

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
