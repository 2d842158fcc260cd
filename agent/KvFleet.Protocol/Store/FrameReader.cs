using System.Buffers.Binary;
using System.Text;

namespace KvFleet.Protocol.Store;

/// <summary>Reads the body of a frame from front to back. Whatever is missing or too much is a <see cref="ProtocolException"/>.</summary>
/// <param name="body">What follows the header.</param>
public ref struct FrameReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _left = body;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _left.Length;

    /// <summary>Reads bytes.</summary>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _left.Length)
            throw new ProtocolException(ProtocolFault.Malformed, $"A frame ends where {count} more bytes should be; {_left.Length} are left.");
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    /// <summary>Reads a u8.</summary>
    public byte UInt8() => Take(sizeof(byte))[0];

    /// <summary>Reads a u16.</summary>
    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    /// <summary>Reads a u32.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>Reads an i32.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>Reads a u64.</summary>
    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>Reads a number of things that follow.</summary>
    /// <param name="most">Most of them that are allowed.</param>
    public int Count(int most = StoreLimits.MaxItems) => UInt32() is var count && count <= most
        ? (int)count
        : throw new ProtocolException(ProtocolFault.TooLarge, $"A frame has {count} entries; at most {most} are allowed.");

    /// <summary>Reads a u16 length and so many bytes of UTF-8.</summary>
    /// <param name="most">Most bytes that are allowed.</param>
    public string Text(int most)
    {
        var length = UInt16();
        return length <= most
            ? Encoding.UTF8.GetString(Take(length))
            : throw new ProtocolException(ProtocolFault.TooLarge, $"A text in a frame has {length} bytes; at most {most} are allowed.");
    }

    /// <summary>Reads a key of any length that its u16 can say; whether it is a valid one is for who uses it.</summary>
    public ReadOnlySpan<byte> Key() => Take(UInt16());

    /// <summary>Reads a list of keys.</summary>
    public KeyList Keys()
    {
        var count = Count();
        var start = _left;
        for (var i = 0; i < count; i++)
            Key();
        return new KeyList(start[..(start.Length - _left.Length)], count);
    }

    /// <summary>Says that nothing may be left.</summary>
    public readonly void End()
    {
        if (_left.Length > 0)
            throw new ProtocolException(ProtocolFault.Malformed, $"{_left.Length} bytes are left at the end of a frame.");
    }
}
