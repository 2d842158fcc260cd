using KvFleet.Grpc.Connections;

namespace KvFleet.Grpc.Tests.Connections;

/// <summary>Builds what a client sends.</summary>
internal static class Frames
{
    public const byte Data = 0;
    public const byte Settings = 4;
    public const byte EndStream = 1;

    public static byte[] Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    public static byte[] Frame(byte type, byte flags, uint stream, params byte[] payload)
    {
        var frame = new byte[Http2Frame.HeaderLength + payload.Length];
        new Http2Frame(payload.Length, type, flags, stream).Write(frame);
        payload.CopyTo(frame, Http2Frame.HeaderLength);
        return frame;
    }

    public static byte[] Headers(byte[] block, uint stream = 1, byte flags = Http2Frame.EndHeaders) =>
        Frame(Http2Frame.Headers, flags, stream, block);

    public static byte[] Continuation(byte[] block, uint stream = 1, byte flags = Http2Frame.EndHeaders) =>
        Frame(Http2Frame.Continuation, flags, stream, block);
}
