using System.Buffers;

namespace KvFleet.Grpc.Connections;

/// <summary>
/// Copies the client's half of an HTTP/2 connection and replaces the <c>:authority</c> of every header block on the way.
/// </summary>
/// <remarks>
/// Fed with whatever has arrived; what is not a complete unit stays with the caller until more comes. Everything that
/// is not a well-formed header block is copied as it is, so that errors are found, and named, by the server behind.
/// </remarks>
internal sealed class AuthorityRewriter
{
    /// <summary>The most octets a header block may have before the connection is given up, as it must be kept whole.</summary>
    public const int MaxHeaderBlock = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _block = new();
    private readonly ArrayBufferWriter<byte> _rewritten = new();
    private long _copy = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length;
    private Http2Frame? _open;
    private byte[] _priority = [];

    /// <summary>Takes complete units from the front of <paramref name="input"/> and writes what the server shall see.</summary>
    /// <param name="input">What has arrived and was not taken before.</param>
    /// <param name="output">The server's side.</param>
    /// <returns>Where the part begins that was not taken.</returns>
    /// <exception cref="InvalidDataException">A header block is larger than <see cref="MaxHeaderBlock"/>.</exception>
    public SequencePosition Process(ReadOnlySequence<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            if (_copy > 0)
            {
                var part = input.Slice(0, Math.Min(_copy, input.Length));
                Copy(part, output);
                _copy -= part.Length;
                input = input.Slice(part.End);
                continue;
            }

            if (input.Length < Http2Frame.HeaderLength)
            {
                break;
            }

            var header = ReadHeader(input);
            if (!IsHeaderBlock(header))
            {
                Abandon(output);
                _copy = Http2Frame.HeaderLength + header.Length;
                continue;
            }

            if (input.Length < Http2Frame.HeaderLength + header.Length)
            {
                break;
            }

            var frame = input.Slice(0, Http2Frame.HeaderLength + header.Length);
            Take(header, frame.Slice(Http2Frame.HeaderLength).ToArray(), output);
            input = input.Slice(frame.End);
        }

        return input.Start;
    }

    /// <summary>A frame that belongs to a header block and follows the rules, so that it may be kept back.</summary>
    private bool IsHeaderBlock(Http2Frame frame) => frame.Length <= Http2Frame.MaxLength && frame.Type switch
    {
        Http2Frame.Headers => _open is null,
        Http2Frame.Continuation => _open is { } open && open.Stream == frame.Stream,
        _ => false,
    };

    private void Take(Http2Frame frame, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        if (frame.Type == Http2Frame.Headers)
        {
            if (!TryStrip(frame, ref payload))
            {
                WriteFrame(frame, payload, output);
                return;
            }

            _open = frame with { Flags = (byte)(frame.Flags & ~(Http2Frame.Padded | Http2Frame.EndHeaders)) };
        }

        _block.Write(payload);
        if (_block.WrittenCount > MaxHeaderBlock)
        {
            throw new InvalidDataException($"A header block of more than {MaxHeaderBlock} bytes.");
        }

        if ((frame.Flags & Http2Frame.EndHeaders) == 0)
        {
            return;
        }

        var whole = HpackAuthority.TryRewrite(_block.WrittenSpan, _rewritten) ? _rewritten.WrittenSpan : _block.WrittenSpan;
        WriteBlock(whole, Http2Frame.EndHeaders, output);
    }

    /// <summary>Removes padding and sets the priority octets aside; padding carries nothing, and a rewritten frame needs none.</summary>
    private bool TryStrip(Http2Frame frame, ref ReadOnlySpan<byte> payload)
    {
        var rest = payload;
        _priority = [];
        if ((frame.Flags & Http2Frame.Padded) != 0)
        {
            if (rest.IsEmpty || rest[0] > rest.Length - 1)
            {
                return false;
            }

            rest = rest[1..^rest[0]];
        }

        if ((frame.Flags & Http2Frame.Priority) != 0)
        {
            if (rest.Length < Http2Frame.PriorityLength)
            {
                return false;
            }

            _priority = rest[..Http2Frame.PriorityLength].ToArray();
            rest = rest[Http2Frame.PriorityLength..];
        }

        payload = rest;
        return true;
    }

    /// <summary>The peer broke off within a header block: hand over what came, unfinished as it is.</summary>
    private void Abandon(IBufferWriter<byte> output)
    {
        if (_open is not null)
        {
            WriteBlock(_block.WrittenSpan, 0, output);
        }
    }

    private void WriteBlock(ReadOnlySpan<byte> block, byte endFlag, IBufferWriter<byte> output)
    {
        var open = _open!.Value;
        var part = Math.Min(block.Length, Http2Frame.MaxLength - _priority.Length);
        var last = part == block.Length;
        WriteFrame(open with { Flags = (byte)(open.Flags | (last ? endFlag : 0)) }, [.. _priority, .. block[..part]], output);
        for (block = block[part..]; !block.IsEmpty; block = block[part..])
        {
            part = Math.Min(block.Length, Http2Frame.MaxLength);
            last = part == block.Length;
            WriteFrame(new Http2Frame(part, Http2Frame.Continuation, last ? endFlag : (byte)0, open.Stream), block[..part], output);
        }

        _open = null;
        _priority = [];
        _block.ResetWrittenCount();
        _rewritten.ResetWrittenCount();
    }

    private static void WriteFrame(Http2Frame frame, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        (frame with { Length = payload.Length }).Write(output.GetSpan(Http2Frame.HeaderLength));
        output.Advance(Http2Frame.HeaderLength);
        output.Write(payload);
    }

    private static Http2Frame ReadHeader(in ReadOnlySequence<byte> input)
    {
        Span<byte> header = stackalloc byte[Http2Frame.HeaderLength];
        input.Slice(0, Http2Frame.HeaderLength).CopyTo(header);
        return Http2Frame.Read(header);
    }

    private static void Copy(in ReadOnlySequence<byte> octets, IBufferWriter<byte> output)
    {
        foreach (var segment in octets)
        {
            output.Write(segment.Span);
        }
    }
}
