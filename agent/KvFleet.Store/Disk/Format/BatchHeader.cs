using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Format;

/// <summary>The first 256 bytes of a batch: what is written with one call.</summary>
/// <param name="FirstOrdinal">Number of its first entry in the segment.</param>
/// <param name="Count">Entries.</param>
/// <param name="Blocks">Blocks that it takes, these included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchHeader(int FirstOrdinal, int Count, int Blocks)
{
    private const uint Magic = 0x4842564B; // "KVBH"
    private const int CheckedFrom = 8;
    private const int UsedBytes = 28;

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> into, SegmentHeader segment)
    {
        into[..DiskFormat.EntryBytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(into, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], segment.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(into[16..], FirstOrdinal);
        BinaryPrimitives.WriteInt32LittleEndian(into[20..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(into[24..], Blocks);
        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], Crc32C.Compute(into[CheckedFrom..UsedBytes], segment.Seed));
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null when it is none, damaged, or of another life of the file.</returns>
    public static BatchHeader? Read(ReadOnlySpan<byte> from, SegmentHeader segment, int atBlock)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(from) != Magic
            || BinaryPrimitives.ReadInt64LittleEndian(from[8..]) != segment.Sequence
            || BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) != Crc32C.Compute(from[CheckedFrom..UsedBytes], segment.Seed))
        {
            return null;
        }

        var header = new BatchHeader(
            BinaryPrimitives.ReadInt32LittleEndian(from[16..]), BinaryPrimitives.ReadInt32LittleEndian(from[20..]), BinaryPrimitives.ReadInt32LittleEndian(from[24..]));
        var most = (segment.SegmentBytes / DiskFormat.BlockBytes) - atBlock;
        return header is { FirstOrdinal: >= 0, Count: > 0 } && header.Blocks >= DiskFormat.EntryBlocks(header.Count) && header.Blocks <= most ? header : null;
    }
}
