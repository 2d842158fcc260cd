using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KvFleet.Protocol.Store;

/// <summary>The first 16 bytes of every frame.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Length">Bytes of the whole frame.</param>
/// <param name="Id">Chosen by who asks, repeated in the reply.</param>
/// <param name="Status">How the request ended; 0 in requests.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FrameHeader(FrameType Type, int Length, uint Id, FrameStatus Status)
{
    /// <summary>Bytes of a header.</summary>
    public const int Bytes = 16;

    private const ushort Magic = 0x564B; // "KV"

    /// <summary>Whether a first packet begins this protocol, rather than JSON.</summary>
    /// <param name="packet">The packet or its beginning.</param>
    public static bool IsFrame(ReadOnlySpan<byte> packet) => packet.Length >= sizeof(ushort) && BinaryPrimitives.ReadUInt16LittleEndian(packet) == Magic;

    /// <summary>Reads the header of a packet.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <exception cref="ProtocolException">It is no frame, or not as long as it says.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Bytes || !IsFrame(packet))
            throw new ProtocolException(ProtocolFault.Malformed, $"A packet of {packet.Length} bytes is no frame: a frame starts with 'KV' and has at least {Bytes} bytes.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(packet[4..]);
        if (length != (uint)packet.Length)
            throw new ProtocolException(ProtocolFault.Malformed, $"A frame says that it has {length} bytes and came with {packet.Length}: send each frame as one packet.");
        return new FrameHeader(
            (FrameType)BinaryPrimitives.ReadUInt16LittleEndian(packet[2..]),
            packet.Length,
            BinaryPrimitives.ReadUInt32LittleEndian(packet[8..]),
            (FrameStatus)BinaryPrimitives.ReadUInt16LittleEndian(packet[12..]));
    }

    /// <summary>Writes the header.</summary>
    /// <param name="frame">The frame, at least <see cref="Bytes"/> long.</param>
    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(frame, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[2..], (ushort)Type);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Id);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[12..], (uint)Status);
    }
}
