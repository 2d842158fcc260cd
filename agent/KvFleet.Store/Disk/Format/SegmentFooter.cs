using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Format;

/// <summary>The last block of a full segment: where its summary is. Written after everything before it is on the device.</summary>
/// <param name="Entries">Entries of the summary, forgotten ones included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentFooter(int Entries)
{
    private const ulong Magic = 0x31544F4F4644564B; // "KVDFOOT1"
    private const int CheckedFrom = 16;
    private const int UsedBytes = 28;

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> block, SegmentHeader segment)
    {
        block[..DiskFormat.BlockBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(block, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], segment.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(block[24..], Entries);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], Crc32C.Compute(block[CheckedFrom..UsedBytes], segment.Seed));
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null when there is none: the segment was not full.</returns>
    public static SegmentFooter? Read(ReadOnlySpan<byte> block, SegmentHeader segment)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(block) != Magic
            || BinaryPrimitives.ReadInt64LittleEndian(block[16..]) != segment.Sequence
            || BinaryPrimitives.ReadUInt32LittleEndian(block[8..]) != Crc32C.Compute(block[CheckedFrom..UsedBytes], segment.Seed))
        {
            return null;
        }

        var entries = BinaryPrimitives.ReadInt32LittleEndian(block[24..]);
        return entries >= 0 && DiskFormat.SummaryBlocks(entries) < segment.SegmentBytes / DiskFormat.BlockBytes ? new SegmentFooter(entries) : null;
    }
}
