using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KvFleet.Grpc.Connections;

/// <summary>The nine octets in front of every HTTP/2 frame (RFC 9113, section 4.1), and the few numbers we need of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Http2Frame(int Length, byte Type, byte Flags, uint Stream)
{
    public const int HeaderLength = 9;
    public const int MaxLength = 16384;
    public const byte Headers = 0x1;
    public const byte Continuation = 0x9;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte Priority = 0x20;
    public const int PriorityLength = 5;

    public static Http2Frame Read(ReadOnlySpan<byte> header) => new(
        (header[0] << 16) | (header[1] << 8) | header[2],
        header[3],
        header[4],
        BinaryPrimitives.ReadUInt32BigEndian(header[5..]));

    public void Write(Span<byte> header)
    {
        header[0] = (byte)(Length >> 16);
        header[1] = (byte)(Length >> 8);
        header[2] = (byte)Length;
        header[3] = Type;
        header[4] = Flags;
        BinaryPrimitives.WriteUInt32BigEndian(header[5..], Stream);
    }
}
