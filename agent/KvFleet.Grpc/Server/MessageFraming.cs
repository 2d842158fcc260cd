using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace KvFleet.Grpc.Server;

/// <summary>Length-prefixed messages: one octet that says "compressed", four of big-endian length, the message.</summary>
internal static class MessageFraming
{
    private const int PrefixLength = 5;

    /// <summary>Reads the one message of a unary request, to the end of the stream.</summary>
    /// <typeparam name="TRequest">The message's type.</typeparam>
    /// <param name="body">The request body.</param>
    /// <param name="parser">Decodes the message.</param>
    /// <param name="maxReceiveMessageSize">The largest message accepted, in bytes.</param>
    /// <param name="cancellationToken">Ends the wait for more octets.</param>
    /// <exception cref="RpcException">
    /// The message is compressed (<see cref="StatusCode.Unimplemented"/>), too large (<see cref="StatusCode.ResourceExhausted"/>),
    /// missing, cut short, undecodable or followed by another one (<see cref="StatusCode.Internal"/>).
    /// </exception>
    public static async ValueTask<TRequest> ReadSingleAsync<TRequest>(
        PipeReader body, MessageParser<TRequest> parser, int maxReceiveMessageSize, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
    {
        var expected = -1;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (expected < 0 && buffer.Length >= PrefixLength)
            {
                expected = ReadPrefix(buffer, maxReceiveMessageSize);
            }

            var total = PrefixLength + (long)expected;
            if (expected >= 0 && buffer.Length > total)
            {
                throw Broken("a unary request carries one message, and this one carries more");
            }

            if (!read.IsCompleted)
            {
                body.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            if (expected < 0 || buffer.Length < total)
            {
                throw Broken($"the request ended after {buffer.Length} octets, before its message was complete");
            }

            return Parse(parser, buffer.Slice(PrefixLength));
        }
    }

    /// <summary>Writes one message with its prefix and flushes it.</summary>
    /// <param name="body">The response body.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait for the caller to take it.</param>
    public static async ValueTask WriteAsync(PipeWriter body, IMessage message, CancellationToken cancellationToken)
    {
        var size = message.CalculateSize();
        var prefix = body.GetMemory(PrefixLength)[..PrefixLength];
        prefix.Span[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix.Span[1..], (uint)size);
        body.Advance(PrefixLength);
        message.WriteTo(body);
        await body.FlushAsync(cancellationToken);
    }

    private static int ReadPrefix(in ReadOnlySequence<byte> buffer, int maxReceiveMessageSize)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        if (prefix[0] != 0)
        {
            throw new RpcException(new Status(
                StatusCode.Unimplemented, "compressed messages are not supported; send grpc-encoding identity"));
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return length <= (uint)maxReceiveMessageSize
            ? (int)length
            : throw new RpcException(new Status(
                StatusCode.ResourceExhausted, $"a message of {length} bytes is larger than the {maxReceiveMessageSize} bytes accepted here"));
    }

    private static TRequest Parse<TRequest>(MessageParser<TRequest> parser, in ReadOnlySequence<byte> octets)
        where TRequest : class, IMessage<TRequest>
    {
        try
        {
            return parser.ParseFrom(octets);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"the request does not decode: {malformed.Message}"), malformed);
        }
    }

    private static RpcException Broken(string detail) => new(new Status(StatusCode.Internal, detail));
}
