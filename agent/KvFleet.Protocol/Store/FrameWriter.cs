using System.Buffers.Binary;
using System.Text;

namespace KvFleet.Protocol.Store;

/// <summary>Writes one frame into a buffer that is long enough for it.</summary>
public ref struct FrameWriter
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <param name="buffer">Takes the frame; <see cref="StoreLimits.MaxFrameBytes"/> suffice.</param>
    public FrameWriter(Span<byte> buffer)
    {
        _buffer = buffer;
        _length = FrameHeader.Bytes;
    }

    /// <summary>Room that is left.</summary>
    public readonly int Left => _buffer.Length - _length;

    /// <summary>Takes room to write to directly.</summary>
    /// <param name="count">Bytes.</param>
    public Span<byte> Take(int count)
    {
        if (count > Left)
            throw new ProtocolException(ProtocolFault.TooLarge, $"A frame of more than {_buffer.Length} bytes was to be sent. Ask for fewer things at once.");
        var taken = _buffer.Slice(_length, count);
        _length += count;
        return taken;
    }

    /// <summary>Gives back the last bytes of the room that was taken.</summary>
    /// <param name="count">Bytes.</param>
    public void GiveBack(int count) => _length -= count;

    /// <summary>Writes bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Writes a u8.</summary>
    public void UInt8(byte value) => Take(sizeof(byte))[0] = value;

    /// <summary>Writes a u16.</summary>
    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), value);

    /// <summary>Writes a u32.</summary>
    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);

    /// <summary>Writes an i32.</summary>
    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    /// <summary>Writes a u64.</summary>
    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);

    /// <summary>Writes a u16 length and the bytes of a key.</summary>
    public void Key(ReadOnlySpan<byte> key)
    {
        UInt16(checked((ushort)key.Length));
        Bytes(key);
    }

    /// <summary>Writes a u16 length and a text in UTF-8.</summary>
    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        UInt16(checked((ushort)bytes));
        Encoding.UTF8.GetBytes(text, Take(bytes));
    }

    /// <summary>Writes the header over what was written.</summary>
    /// <returns>The frame.</returns>
    public readonly ReadOnlySpan<byte> Finish(FrameType type, uint id, FrameStatus status = FrameStatus.Ok)
    {
        new FrameHeader(type, _length, id, status).Write(_buffer);
        return _buffer[.._length];
    }
}
