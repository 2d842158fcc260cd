using System.Buffers.Binary;
using KvFleet.Store.Rows;

namespace KvFleet.Store.Indexing;

/// <summary>
/// The entries of an index, as they lie in the holder's memory. The state is written last, so whoever reads after a crash finds an entry whole or not at all;
/// the checksum is for what no order of writing helps against.
/// </summary>
/// <param name="address">First byte of the index; mapped as long as this is used.</param>
/// <param name="count">Entries.</param>
internal sealed unsafe class EntryTable(nint address, int count)
{
    private const int StackSegments = IndexLayout.InlineSegments;

    public int Count => count;

    public EntryState StateOf(int entry) => (EntryState)Volatile.Read(ref *(uint*)At(entry));

    public uint GenerationOf(int entry) => Read32(entry, IndexLayout.GenerationOffset);

    public uint LengthOf(int entry) => Read32(entry, IndexLayout.LengthOffset);

    public uint PositionOf(int entry) => Read32(entry, IndexLayout.PositionOffset);

    public uint CostOf(int entry) => Read32(entry, IndexLayout.CostOffset);

    public ulong GroupOf(int entry) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(entry)[IndexLayout.GroupOffset..]);

    /// <summary>When it ends, in Unix milliseconds; 0 for never.</summary>
    public ref long ExpiryOf(int entry) => ref *(long*)(At(entry) + IndexLayout.ExpiryOffset);

    /// <summary>
    /// Until when an entry that is being filled rests because its writer went away, in milliseconds of the machine's monotonic clock; 0: it does not. It shares the place of <see cref="ExpiryOf"/>,
    /// which only a committed entry has, so that the rest of a slot does not begin anew with every agent.
    /// </summary>
    public ref long RestsUntil(int entry) => ref ExpiryOf(entry);

    /// <summary>Times that it was asked for.</summary>
    public ref uint UsesOf(int entry) => ref *(uint*)(At(entry) + IndexLayout.UsesOffset);

    /// <summary>1: a lower tier has it.</summary>
    public ref uint FlagsOf(int entry) => ref *(uint*)(At(entry) + IndexLayout.FlagsOffset);

    /// <summary>The key of a committed entry; bytes of the index itself.</summary>
    public ReadOnlySpan<byte> KeyOf(int entry)
    {
        var bytes = Bytes(entry);
        var length = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(bytes[IndexLayout.KeyLengthOffset..]), IndexLayout.MaxKeyBytes);
        return bytes.Slice(IndexLayout.KeyOffset, length);
    }

    /// <summary>Starts an entry that is being filled.</summary>
    /// <param name="entry">A free entry.</param>
    /// <param name="extensions">Free entries for the segments that do not fit into it, as many as <see cref="ExtensionsFor"/> says.</param>
    /// <param name="segments">Its segments, in order.</param>
    /// <returns>Its new generation, never 0.</returns>
    public uint Begin(int entry, ReadOnlySpan<int> extensions, ReadOnlySpan<RowSegment> segments)
    {
        var generation = Math.Max(1, GenerationOf(entry) + 1);
        var bytes = Bytes(entry);
        bytes[IndexLayout.EntryChecksumOffset..].Clear();
        Write32(entry, IndexLayout.GenerationOffset, generation);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[IndexLayout.SegmentCountOffset..], (ushort)segments.Length);
        WriteSegments(bytes[IndexLayout.SegmentsOffset..], segments[..Math.Min(segments.Length, StackSegments)]);
        // From the last to the first: each is whole, checksum and all, before something points to it.
        var next = 0U;
        for (var i = extensions.Length - 1; i >= 0; i--)
        {
            var rest = segments[(StackSegments + (i * IndexLayout.ExtensionSegments))..];
            var part = rest[..Math.Min(rest.Length, IndexLayout.ExtensionSegments)];
            var more = Bytes(extensions[i]);
            more.Clear();
            Write32(extensions[i], IndexLayout.GenerationOffset, generation);
            BinaryPrimitives.WriteUInt16LittleEndian(more[IndexLayout.ExtensionCountOffset..], (ushort)part.Length);
            Write32(extensions[i], IndexLayout.ExtensionNextOffset, next);
            WriteSegments(more[IndexLayout.ExtensionSegmentsOffset..], part);
            Write32(extensions[i], IndexLayout.EntryChecksumOffset, Crc32C.Compute(more[IndexLayout.ChecksummedOffset..]));
            SetState(extensions[i], EntryState.Extension);
            next = (uint)extensions[i] + 1;
        }

        Write32(entry, IndexLayout.ExtensionOffset, next);
        SetState(entry, EntryState.Filling);
        return generation;
    }

    /// <summary>Makes a filled entry one that is found.</summary>
    public void Commit(int entry, ReadOnlySpan<byte> key, uint length, in StoreEntryHints hints)
    {
        var bytes = Bytes(entry);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[IndexLayout.KeyLengthOffset..], (ushort)key.Length);
        Write32(entry, IndexLayout.LengthOffset, length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[IndexLayout.GroupOffset..], hints.Group);
        Write32(entry, IndexLayout.PositionOffset, hints.Position);
        Write32(entry, IndexLayout.CostOffset, hints.RecomputeMicroseconds);
        key.CopyTo(bytes[IndexLayout.KeyOffset..]);
        Write32(entry, IndexLayout.EntryChecksumOffset, Checksum(entry));
        SetState(entry, EntryState.Committed);
    }

    /// <summary>Makes an entry and its further ones free.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="freed">Gets every entry that is free now.</param>
    public void Release(int entry, ICollection<int> freed)
    {
        var next = (int)Read32(entry, IndexLayout.ExtensionOffset) - 1;
        SetState(entry, EntryState.Free);
        freed.Add(entry);
        // Bounded: what lies in shared memory could be a ring.
        for (var links = 0; (uint)next < (uint)count && StateOf(next) == EntryState.Extension && links < count; links++)
        {
            var extension = next;
            next = (int)Read32(extension, IndexLayout.ExtensionNextOffset) - 1;
            SetState(extension, EntryState.Free);
            freed.Add(extension);
        }
    }

    /// <summary>Whether a committed entry is what was committed.</summary>
    public bool IsIntact(int entry) =>
        BinaryPrimitives.ReadUInt16LittleEndian(Bytes(entry)[IndexLayout.KeyLengthOffset..]) is > 0 and <= IndexLayout.MaxKeyBytes
        && Read32(entry, IndexLayout.EntryChecksumOffset) == Checksum(entry);

    /// <summary>Reads the segments of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="segments">Gets them, in order.</param>
    /// <param name="extensions">Gets the further entries that hold some of them.</param>
    /// <returns>False when they are not whole.</returns>
    public bool TryReadSegments(int entry, ICollection<RowSegment> segments, ICollection<int> extensions)
    {
        var bytes = Bytes(entry);
        var total = (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes[IndexLayout.SegmentCountOffset..]);
        var left = total - ReadSegments(bytes[IndexLayout.SegmentsOffset..], Math.Min(total, StackSegments), segments);
        var generation = GenerationOf(entry);
        var next = (int)Read32(entry, IndexLayout.ExtensionOffset) - 1;
        while (left > 0)
        {
            if ((uint)next >= (uint)count || StateOf(next) != EntryState.Extension || GenerationOf(next) != generation)
                return false;
            var more = Bytes(next);
            var here = (int)BinaryPrimitives.ReadUInt16LittleEndian(more[IndexLayout.ExtensionCountOffset..]);
            if (here is 0 or > IndexLayout.ExtensionSegments || here > left || Read32(next, IndexLayout.EntryChecksumOffset) != Crc32C.Compute(more[IndexLayout.ChecksummedOffset..]))
                return false;
            extensions.Add(next);
            left -= ReadSegments(more[IndexLayout.ExtensionSegmentsOffset..], here, segments);
            next = (int)Read32(next, IndexLayout.ExtensionNextOffset) - 1;
        }

        return total > 0;
    }

    /// <summary>Entries that a list of segments needs beside the first.</summary>
    public static int ExtensionsFor(int segments) =>
        segments <= StackSegments ? 0 : (segments - StackSegments + IndexLayout.ExtensionSegments - 1) / IndexLayout.ExtensionSegments;

    /// <summary>Forgets whatever the entry says.</summary>
    public void Drop(int entry) => SetState(entry, EntryState.Free);

    private static void WriteSegments(Span<byte> into, ReadOnlySpan<RowSegment> segments)
    {
        for (var i = 0; i < segments.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(into[(i * sizeof(ulong))..], segments[i].Pack());
    }

    private static int ReadSegments(ReadOnlySpan<byte> from, int number, ICollection<RowSegment> segments)
    {
        for (var i = 0; i < number; i++)
            segments.Add(RowSegment.Unpack(BinaryPrimitives.ReadUInt64LittleEndian(from[(i * sizeof(ulong))..])));
        return number;
    }

    private uint Checksum(int entry)
    {
        var bytes = Bytes(entry);
        var crc = Crc32C.Compute(bytes[IndexLayout.ChecksummedOffset..IndexLayout.ChecksummedEnd]);
        crc = Crc32C.Compute(bytes.Slice(IndexLayout.GenerationOffset, sizeof(uint)), crc);
        return Crc32C.Compute(KeyOf(entry), crc);
    }

    private void SetState(int entry, EntryState state) => Volatile.Write(ref *(uint*)At(entry), (uint)state);

    private uint Read32(int entry, int offset) => *(uint*)(At(entry) + offset);

    private void Write32(int entry, int offset, uint value) => *(uint*)(At(entry) + offset) = value;

    private Span<byte> Bytes(int entry) => new((void*)At(entry), IndexLayout.EntryBytes);

    private byte* At(int entry)
    {
        if ((uint)entry >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(entry), entry, "The index has no such entry.");
        return (byte*)address + IndexLayout.HeaderBytes + ((long)entry * IndexLayout.EntryBytes);
    }
}
