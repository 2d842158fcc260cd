using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KvFleet.Protocol.Store;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Format;

/// <summary>What a segment says of one value: 256 bytes in its batch, and the same again in the summary. A forgotten one is overwritten with zeros.</summary>
/// <param name="Ordinal">Its number in the segment.</param>
/// <param name="Block">First block of the value's bytes.</param>
/// <param name="Length">Bytes of the value.</param>
/// <param name="Crc">CRC32C of the bytes as they are on the disk.</param>
/// <param name="Tag">Authentication tag of encrypted bytes; else zero.</param>
/// <param name="Hints">What its writer said of its worth.</param>
/// <param name="Expiry">Unix milliseconds when it ends; 0 for never.</param>
/// <param name="EntryAt">Where the entry is in its batch, in entries from the start of the file.</param>
/// <param name="Generation">Generation of the entry in memory that it was written from.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DiskEntry(
    int Ordinal, int Block, int Length, uint Crc, UInt128 Tag, StoreEntryHints Hints, long Expiry, int EntryAt, uint Generation)
{
    private const uint Magic = 0x4345564B; // "KVEC"
    private const int CheckedFrom = 8;
    private const int KeyAt = 88;

    /// <summary>Writes it.</summary>
    /// <param name="into">256 bytes.</param>
    /// <param name="key">The key.</param>
    /// <param name="segment">The segment that it is in.</param>
    public void Write(Span<byte> into, ReadOnlySpan<byte> key, SegmentHeader segment)
    {
        into = into[..DiskFormat.EntryBytes];
        into.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(into, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], segment.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(into[16..], Ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(into[20..], Block);
        BinaryPrimitives.WriteInt32LittleEndian(into[24..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(into[28..], Crc);
        BinaryPrimitives.WriteUInt16LittleEndian(into[32..], (ushort)key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(into[36..], EntryAt);
        BinaryPrimitives.WriteUInt64LittleEndian(into[40..], Hints.Group);
        BinaryPrimitives.WriteUInt32LittleEndian(into[48..], Hints.Position);
        BinaryPrimitives.WriteUInt32LittleEndian(into[52..], Hints.RecomputeMicroseconds);
        BinaryPrimitives.WriteInt64LittleEndian(into[56..], Expiry);
        BinaryPrimitives.WriteUInt32LittleEndian(into[64..], Generation);
        BinaryPrimitives.WriteUInt32LittleEndian(into[68..], segment.FingerprintTag);
        BinaryPrimitives.WriteUInt128LittleEndian(into[72..], Tag);
        key.CopyTo(into[KeyAt..]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], Crc32C.Compute(into[CheckedFrom..], segment.Seed));
    }

    /// <summary>Reads it.</summary>
    /// <param name="from">256 bytes.</param>
    /// <param name="segment">The segment that it is in.</param>
    /// <param name="key">The key, a part of <paramref name="from"/>.</param>
    /// <returns>Null when it is none, damaged, forgotten, or of another life of the file.</returns>
    public static DiskEntry? Read(ReadOnlySpan<byte> from, SegmentHeader segment, out ReadOnlySpan<byte> key)
    {
        from = from[..DiskFormat.EntryBytes];
        key = default;
        int keyLength = BinaryPrimitives.ReadUInt16LittleEndian(from[32..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(from) != Magic
            || BinaryPrimitives.ReadInt64LittleEndian(from[8..]) != segment.Sequence
            || BinaryPrimitives.ReadUInt32LittleEndian(from[68..]) != segment.FingerprintTag
            || keyLength is 0 or > StoreLimits.MaxKeyBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) != Crc32C.Compute(from[CheckedFrom..], segment.Seed))
        {
            return null;
        }

        key = from.Slice(KeyAt, keyLength);
        var entry = new DiskEntry(
            BinaryPrimitives.ReadInt32LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[28..]),
            BinaryPrimitives.ReadUInt128LittleEndian(from[72..]),
            new StoreEntryHints(
                BinaryPrimitives.ReadUInt64LittleEndian(from[40..]), BinaryPrimitives.ReadUInt32LittleEndian(from[48..]), BinaryPrimitives.ReadUInt32LittleEndian(from[52..])),
            BinaryPrimitives.ReadInt64LittleEndian(from[56..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[36..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[64..]));
        return entry is { Ordinal: >= 0, Block: > 0, EntryAt: > 0 } && entry.Length > 0 && entry.EntryAt < segment.SegmentBytes / DiskFormat.EntryBytes && ((long)entry.Block * DiskFormat.BlockBytes) + entry.Length <= segment.SegmentBytes ? entry : null;
    }
}
