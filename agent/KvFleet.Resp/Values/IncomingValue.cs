using KvFleet.Native;
using KvFleet.Store;

namespace KvFleet.Resp.Values;

/// <summary>A value on its way from a socket into the slot that was reserved for it; without a slot its bytes are skipped.</summary>
internal sealed class IncomingValue : IDisposable
{
    private readonly StoreSlot? _slot;
    private int _segment;
    private int _offset;

    /// <param name="reservation">The slot, or why there is none.</param>
    /// <param name="length">Bytes of the value.</param>
    public IncomingValue(StoreReservation reservation, long length)
    {
        (Outcome, _slot) = (reservation.Outcome, reservation.Slot);
        (Length, Left) = (length, length);
    }

    /// <summary>Why there is a slot or none.</summary>
    public StoreReservationOutcome Outcome { get; }

    /// <summary>Bytes of the value.</summary>
    public long Length { get; }

    /// <summary>Bytes that have not come yet.</summary>
    public long Left { get; private set; }

    /// <summary>Whether the bytes are skipped.</summary>
    public bool IsSkipped => _slot is null;

    /// <summary>Puts bytes in front of the value that are not part of it: what the store's key does not say.</summary>
    public void Prefix(ReadOnlySpan<byte> bytes)
    {
        if (_slot is not null)
            Copy(bytes);
    }

    /// <summary>Takes bytes of the value.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Left -= bytes.Length;
        if (_slot is not null)
            Copy(bytes);
    }

    /// <summary>Says where the next bytes go.</summary>
    /// <param name="pieces">Gets the memory.</param>
    /// <param name="most">Bytes at most.</param>
    /// <returns>Number of pieces.</returns>
    public int Describe(Span<IoSegment> pieces, long most)
    {
        var count = 0;
        most = Math.Min(most, Left);
        for (var (segment, offset) = (_segment, _offset); most > 0 && count < pieces.Length; (segment, offset) = (segment + 1, 0))
        {
            var memory = _slot!.Segments[segment];
            var bytes = Math.Min(most, memory.Bytes - offset);
            pieces[count++] = new IoSegment(memory.Address + offset, (nint)bytes);
            most -= bytes;
        }

        return count;
    }

    /// <summary>Notes that bytes came to where <see cref="Describe"/> said.</summary>
    public void Advance(long bytes)
    {
        Left -= bytes;
        while (bytes > 0)
        {
            var part = (int)Math.Min(bytes, _slot!.Segments[_segment].Bytes - _offset);
            Move(part);
            bytes -= part;
        }
    }

    /// <summary>Makes the value found by its key.</summary>
    /// <returns>False when the index has no place for it.</returns>
    public bool Commit() => _slot!.Commit();

    /// <summary>Gives the slot back unless it was committed.</summary>
    public void Dispose() => _slot?.Dispose();

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var memory = _slot!.Segments[_segment].Span[_offset..];
            var part = Math.Min(bytes.Length, memory.Length);
            bytes[..part].CopyTo(memory);
            bytes = bytes[part..];
            Move(part);
        }
    }

    private void Move(int bytes)
    {
        _offset += bytes;
        if (_offset == _slot!.Segments[_segment].Bytes)
            (_segment, _offset) = (_segment + 1, 0);
    }
}
