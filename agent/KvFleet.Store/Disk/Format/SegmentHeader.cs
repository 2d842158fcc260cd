using System.Buffers.Binary;
using System.Text;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Format;

/// <summary>The first block of a segment file. A block of zeros there means that the file holds nothing.</summary>
/// <param name="Sequence">Its place in the order of all segments; never used twice.</param>
/// <param name="SegmentBytes">Length of the file.</param>
/// <param name="PoolUid">Whose values these are; at most 64 bytes of UTF-8.</param>
/// <param name="Fingerprint">SHA-256 of the fingerprint text.</param>
/// <param name="KeyId">The key that values are encrypted with; 0 for none.</param>
/// <param name="Salt">32 random bytes: what the segment's own key and checksums start from.</param>
internal sealed record SegmentHeader(long Sequence, long SegmentBytes, string PoolUid, byte[] Fingerprint, ulong KeyId, byte[] Salt)
{
    private const ulong Magic = 0x3147455344_56_4B; // "KVDSEG1"
    private const int CrcAt = 12;
    private const int PoolAt = 104;
    private const int PoolBytes = 64;
    private const int UsedBytes = PoolAt + PoolBytes;

    /// <summary>What checksums of entries start with: entries of the file's earlier lives, and bytes that only look like entries, do not pass.</summary>
    public uint Seed => BinaryPrimitives.ReadUInt32LittleEndian(Salt);

    /// <summary>First bytes of the fingerprint, as entries repeat them.</summary>
    public uint FingerprintTag => BinaryPrimitives.ReadUInt32LittleEndian(Fingerprint);

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> block)
    {
        block[..DiskFormat.BlockBytes].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(block, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], DiskFormat.Version);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(block[24..], SegmentBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(block[32..], KeyId);
        Fingerprint.CopyTo(block[40..]);
        Salt.CopyTo(block[72..]);
        Encoding.UTF8.GetBytes(PoolUid, block.Slice(PoolAt, PoolBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(block[CrcAt..], Checksum(block));
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null when it is none, or damaged.</returns>
    public static SegmentHeader? Read(ReadOnlySpan<byte> block)
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(block) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(block[8..]) != DiskFormat.Version
            || BinaryPrimitives.ReadUInt32LittleEndian(block[CrcAt..]) != Checksum(block))
        {
            return null;
        }

        return new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(block[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(block[24..]),
            Encoding.UTF8.GetString(block.Slice(PoolAt, PoolBytes).TrimEnd((byte)0)),
            block.Slice(40, 32).ToArray(),
            BinaryPrimitives.ReadUInt64LittleEndian(block[32..]),
            block.Slice(72, 32).ToArray());
    }

    private static uint Checksum(ReadOnlySpan<byte> block) => Crc32C.Compute(block[16..UsedBytes], Crc32C.Compute(block[..CrcAt]));
}
