using System.Runtime.InteropServices;
using KvFleet.Native;
using KvFleet.Resp.Values;
using KvFleet.Store;

namespace KvFleet.Resp.Connections;

/// <summary>
/// What a connection has yet to send: bytes of replies, and between them values that stay where they are in the pool's memory. The lease of a value ends when
/// its last byte is with the kernel.
/// </summary>
internal sealed class ReplyQueue : IDisposable
{
    /// <summary>Values up to this size are copied: cheaper than a lease and pieces of their own.</summary>
    public const int CopiedBytes = 1024;

    private const int MaxPieces = 64;
    private const int KeptBytes = 16 * 1024;
    private readonly NativeBuffer _bytes = new();
    private readonly List<Piece> _pieces = [];
    private int _first;
    private int _leases;

    /// <summary>Whether everything is sent.</summary>
    public bool IsEmpty => _first == _pieces.Count;

    /// <summary>Whether so much waits that no further command should be answered.</summary>
    public bool IsFull => _bytes.Length >= RespLimits.PauseBytes || _leases >= RespLimits.PauseLeases;

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var offset = _bytes.Length;
        _bytes.Append(bytes);
        if (_pieces.Count > _first && _pieces[^1] is { IsValue: false } last)
            _pieces[^1] = last with { Length = last.Length + bytes.Length };
        else
            _pieces.Add(new Piece(false, offset, bytes.Length, null));
    }

    /// <summary>Adds a part of a value. Its lease is the queue's from now on.</summary>
    /// <param name="value">The value.</param>
    /// <param name="offset">First byte of the part, in the value.</param>
    /// <param name="length">Bytes of the part.</param>
    public void Write(StoredValue value, long offset, long length)
    {
        if (length <= CopiedBytes)
        {
            Span<byte> copy = stackalloc byte[CopiedBytes];
            Write(copy[..LeaseReader.Read(value.Lease, value.Skip + offset, copy[..(int)length])]);
            value.Lease.Dispose();
            return;
        }

        offset += value.Skip;
        foreach (var segment in value.Lease.Segments)
        {
            if (offset >= segment.Bytes)
            {
                offset -= segment.Bytes;
                continue;
            }

            var part = Math.Min(length, segment.Bytes - offset);
            length -= part;
            _pieces.Add(new Piece(true, segment.Address + (nint)offset, part, length == 0 ? value.Lease : null));
            offset = 0;
            if (length == 0)
                break;
        }

        _leases++;
    }

    /// <summary>Sends what the peer takes.</summary>
    /// <returns>False when the connection is gone.</returns>
    public bool TryFlush(StreamSocket socket, out bool progressed)
    {
        progressed = false;
        Span<IoSegment> pieces = stackalloc IoSegment[MaxPieces];
        while (!IsEmpty)
        {
            var (count, offered) = Describe(pieces);
            var sent = socket.Send(pieces[..count]);
            if (sent == StreamSocket.WouldBlock)
                return true;
            if (sent < 0)
                return false;
            progressed = true;
            Drop(sent);
            // The socket's buffer is full: asking again would only say so.
            if (sent < offered)
                return true;
        }

        return true;
    }

    /// <summary>Drops everything and ends all leases.</summary>
    public void Dispose()
    {
        foreach (var piece in CollectionsMarshal.AsSpan(_pieces)[_first..])
            piece.Lease?.Dispose();
        _pieces.Clear();
        (_first, _leases) = (0, 0);
        _bytes.Dispose();
    }

    private (int Count, long Bytes) Describe(Span<IoSegment> pieces)
    {
        var (count, bytes) = (0, 0L);
        foreach (var piece in CollectionsMarshal.AsSpan(_pieces)[_first..])
        {
            if (count == pieces.Length)
                break;
            pieces[count++] = new IoSegment(piece.IsValue ? piece.Place : _bytes.Address + piece.Place, (nint)piece.Length);
            bytes += piece.Length;
        }

        return (count, bytes);
    }

    private void Drop(long sent)
    {
        while (sent > 0)
        {
            var piece = _pieces[_first];
            if (sent < piece.Length)
            {
                _pieces[_first] = piece with { Place = piece.Place + (nint)sent, Length = piece.Length - sent };
                return;
            }

            sent -= piece.Length;
            _pieces[_first++] = default;
            if (piece.Lease is { } lease)
            {
                lease.Dispose();
                _leases--;
            }
        }

        if (!IsEmpty)
            return;
        _pieces.Clear();
        _first = 0;
        _bytes.Clear(KeptBytes);
    }

    /// <summary>A stretch of bytes: in the pool's memory at an address, or of replies at an offset.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Piece(bool IsValue, nint Place, long Length, StoreLease? Lease);
}
