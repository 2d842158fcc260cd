using System.Buffers.Binary;
using System.Text;

namespace KvFleet.Store.Indexing;

/// <summary>The header of an index: written whole, the magic last, and believed only when its checksum fits.</summary>
internal static class IndexHeader
{
    /// <summary>Reads a header.</summary>
    /// <param name="header">The first <see cref="IndexLayout.HeaderBytes"/> of an index.</param>
    /// <param name="entries">Entries that the index has room for.</param>
    /// <returns>Null for memory that is no index, or none that this version can read.</returns>
    public static IndexFacts? Read(ReadOnlySpan<byte> header, int entries)
    {
        // A copy: what is checked is what is used.
        var copy = header[..IndexLayout.HeaderBytes].ToArray().AsSpan();
        if (BinaryPrimitives.ReadUInt64LittleEndian(copy) != IndexLayout.Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(copy[IndexLayout.VersionOffset..]) != IndexLayout.Version
            || BinaryPrimitives.ReadInt32LittleEndian(copy[IndexLayout.EntryCountOffset..]) != entries
            || BinaryPrimitives.ReadUInt32LittleEndian(copy[IndexLayout.ChecksumOffset..]) != Checksum(copy))
            return null;

        var count = BinaryPrimitives.ReadInt32LittleEndian(copy[IndexLayout.ExtentCountOffset..]);
        var text = BinaryPrimitives.ReadInt32LittleEndian(copy[IndexLayout.FingerprintLengthOffset..]);
        if ((uint)count > IndexLayout.MaxExtents || (uint)text > IndexLayout.MaxFingerprintBytes)
            return null;
        var extents = new IndexFacts.ExtentFacts[count];
        for (var i = 0; i < count; i++)
        {
            var at = copy[(IndexLayout.ExtentsOffset + (i * IndexLayout.ExtentBytes))..];
            extents[i] = new IndexFacts.ExtentFacts(BinaryPrimitives.ReadInt64LittleEndian(at), BinaryPrimitives.ReadInt64LittleEndian(at[sizeof(long)..]));
        }

        return new IndexFacts(
            Encoding.UTF8.GetString(copy.Slice(IndexLayout.PoolOffset, IndexLayout.PoolBytes)).TrimEnd('\0'),
            Encoding.UTF8.GetString(copy.Slice(IndexLayout.FingerprintOffset, text)),
            BinaryPrimitives.ReadInt64LittleEndian(copy[IndexLayout.StrideOffset..]),
            [.. extents]);
    }

    /// <summary>Writes a header.</summary>
    /// <exception cref="ArgumentException">The pool's uid, the fingerprint or the list of extents is too long.</exception>
    public static void Write(Span<byte> header, int entries, IndexFacts facts)
    {
        if (Encoding.UTF8.GetByteCount(facts.PoolUid) > IndexLayout.PoolBytes || Encoding.UTF8.GetByteCount(facts.Fingerprint) > IndexLayout.MaxFingerprintBytes || facts.Extents.Length > IndexLayout.MaxExtents)
            throw new ArgumentException($"An index has room for a uid of {IndexLayout.PoolBytes} bytes, a fingerprint of {IndexLayout.MaxFingerprintBytes} and {IndexLayout.MaxExtents} extents.", nameof(facts));
        header = header[..IndexLayout.HeaderBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(header, 0);
        Thread.MemoryBarrier();
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header[IndexLayout.VersionOffset..], IndexLayout.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[(IndexLayout.VersionOffset + 4)..], IndexLayout.HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[(IndexLayout.VersionOffset + 8)..], IndexLayout.EntryBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header[IndexLayout.EntryCountOffset..], entries);
        BinaryPrimitives.WriteInt64LittleEndian(header[IndexLayout.StrideOffset..], facts.Stride);
        BinaryPrimitives.WriteInt32LittleEndian(header[IndexLayout.ExtentCountOffset..], facts.Extents.Length);
        Encoding.UTF8.GetBytes(facts.PoolUid, header.Slice(IndexLayout.PoolOffset, IndexLayout.PoolBytes));
        var text = Encoding.UTF8.GetBytes(facts.Fingerprint, header.Slice(IndexLayout.FingerprintOffset, IndexLayout.MaxFingerprintBytes));
        BinaryPrimitives.WriteInt32LittleEndian(header[IndexLayout.FingerprintLengthOffset..], text);
        for (var i = 0; i < facts.Extents.Length; i++)
        {
            var at = header[(IndexLayout.ExtentsOffset + (i * IndexLayout.ExtentBytes))..];
            BinaryPrimitives.WriteInt64LittleEndian(at, facts.Extents[i].Bytes);
            BinaryPrimitives.WriteInt64LittleEndian(at[sizeof(long)..], facts.Extents[i].Offset);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[IndexLayout.ChecksumOffset..], Checksum(header));
        Thread.MemoryBarrier();
        BinaryPrimitives.WriteUInt64LittleEndian(header, IndexLayout.Magic);
    }

    private static uint Checksum(ReadOnlySpan<byte> header)
    {
        var crc = Crc32C.Compute(header[sizeof(ulong)..IndexLayout.ChecksumOffset]);
        return Crc32C.Compute(header[IndexLayout.FingerprintLengthOffset..], crc);
    }
}
