using System.Buffers.Text;
using KvFleet.Resp.Commands;
using KvFleet.Resp.Values;

namespace KvFleet.Resp.Parsing;

/// <summary>
/// Parses the requests of one connection in place, wherever the stream was cut. It is given all bytes from the start of a command on, each time more of
/// them, and goes on where it stopped. Bodies of values never pass through these bytes: the caller takes them.
/// </summary>
internal sealed class RespParser
{
    private const int MaxHeaderBytes = 32;
    private const int KeptArguments = 64;
    private readonly List<RespArgument> _arguments = new(4);
    private Stage _stage;
    private int _position;
    private int _expected;
    private long _body;

    private enum Stage
    {
        Start,
        Header,
        Collected,
        Taken,
    }

    /// <summary>Whether the peer has yet to say its password, which narrows the limits.</summary>
    public bool IsUnauthenticated { get; set; }

    /// <summary>The arguments so far, the command's name first.</summary>
    public List<RespArgument> Arguments => _arguments;

    /// <summary>The command, once its name is known and if it exists.</summary>
    public CommandInfo? Command { get; private set; }

    /// <summary>Bytes of the command that are behind.</summary>
    public int Position => _position;

    /// <summary>After <see cref="ParseOutcome.NeedMore"/>: bytes from the start of the command that are needed at least to get on.</summary>
    public int Needed { get; private set; }

    /// <summary>After <see cref="ParseOutcome.Body"/>: bytes of the body.</summary>
    public long BodyBytes => _body;

    /// <summary>After <see cref="ParseOutcome.Body"/>: whether it is a value, not an argument that is too long.</summary>
    public bool IsValue { get; private set; }

    /// <summary>How many arguments the command announced.</summary>
    public int ArgumentCount => _expected;

    /// <summary>Whether a command has begun.</summary>
    public bool IsInsideCommand => _position > 0 || _arguments.Count > 0;

    /// <summary>What is wrong with the stream.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Goes on.</summary>
    /// <param name="data">All bytes of the command that are there, without those of bodies that were taken. Inline commands are unquoted in place.</param>
    public ParseOutcome Parse(Span<byte> data)
    {
        while (true)
        {
            switch (_stage)
            {
                case Stage.Start when data.Length == 0:
                    Needed = 1;
                    return ParseOutcome.NeedMore;
                case Stage.Start when data[0] != '*':
                    return ParseInline(data);
                case Stage.Start:
                    if (!TryReadHeader(data, out var count, out var stopped))
                        return stopped ?? Fail("invalid multibulk length");
                    if (count > RespLimits.MaxArguments)
                        return Fail("invalid multibulk length");
                    if (IsUnauthenticated && count > RespLimits.MaxArgumentsBeforeAuth)
                        return Fail("unauthenticated multibulk length");
                    _expected = (int)Math.Max(0, count);
                    _stage = Stage.Header;
                    break;
                case Stage.Header:
                    if (_arguments.Count == _expected)
                        return ParseOutcome.Command;
                    if (ParseHeader(data) is { } outcome)
                        return outcome;
                    break;
                case Stage.Collected:
                    if (data.Length < _position + (int)_body + 2)
                        return NeedUpTo(_position + (int)_body + 2);
                    _position += (int)_body;
                    if (!TryTakeEnd(data))
                        return Fail("expected CRLF after a bulk string");
                    Add(new RespArgument(ArgumentKind.Bytes, _position - 2 - (int)_body, _body), data);
                    break;
                default:
                    if (data.Length < _position + 2)
                        return NeedUpTo(_position + 2);
                    if (!TryTakeEnd(data))
                        return Fail("expected CRLF after a bulk string");
                    _stage = Stage.Header;
                    break;
            }
        }
    }

    /// <summary>After <see cref="ParseOutcome.Body"/>: notes where the body went. It is no part of the data from now on.</summary>
    /// <param name="value">The value; null for what was too long.</param>
    public void TakeBody(IncomingValue? value)
    {
        _arguments.Add(new RespArgument(value is null ? ArgumentKind.Oversized : ArgumentKind.Value, 0, _body, value));
        _stage = Stage.Taken;
    }

    /// <summary>Makes ready for the next command.</summary>
    public void Reset()
    {
        if (_arguments.Capacity > KeptArguments)
            _arguments.Capacity = _arguments.Count > KeptArguments ? _arguments.Count : KeptArguments;
        _arguments.Clear();
        (_stage, _position, _expected, Command) = (Stage.Start, 0, 0, null);
    }

    private ParseOutcome? ParseHeader(Span<byte> data)
    {
        if (data.Length == _position)
            return NeedUpTo(_position + 1);
        if (data[_position] != '$')
            return Fail($"expected '$', got '{(data[_position] is > 32 and < 127 ? (char)data[_position] : '?')}'");
        if (!TryReadHeader(data, out var length, out var stopped))
            return stopped ?? Fail("invalid bulk length");
        if (length is < 0 or > RespLimits.MaxValueBytes)
            return Fail("invalid bulk length");
        if (IsUnauthenticated && length > RespLimits.MaxArgumentBytesBeforeAuth)
            return Fail("unauthenticated bulk length");
        _body = length;
        IsValue = Command?.IsValue(_arguments.Count, _expected) == true;
        if (IsValue || length > RespLimits.MaxArgumentBytes)
            return ParseOutcome.Body;
        if (_position + length > RespLimits.MaxCommandBytes)
            return Fail("too big command");
        _stage = Stage.Collected;
        return null;
    }

    private ParseOutcome ParseInline(Span<byte> data)
    {
        var end = data[_position..].IndexOf((byte)'\n');
        if (end < 0)
        {
            if (data.Length > RespLimits.MaxLineBytes)
                return Fail("too big inline request");
            _position = 0;
            return NeedUpTo(data.Length + 1);
        }

        var line = data[..end];
        if (line.Length > 0 && line[^1] == '\r')
            line = line[..^1];
        if (line.Length > RespLimits.MaxLineBytes)
            return Fail("too big inline request");
        if (!InlineSplitter.TrySplit(line, _arguments))
            return Fail("unbalanced quotes in request");
        if (_arguments.Count > (IsUnauthenticated ? RespLimits.MaxArgumentsBeforeAuth : RespLimits.MaxArguments))
            return Fail("invalid multibulk length");
        _expected = _arguments.Count;
        _position = end + 1;
        if (_expected > 0)
            Command = CommandTable.Find(data.Slice(_arguments[0].Offset, (int)_arguments[0].Length));
        return ParseOutcome.Command;
    }

    /// <summary>Reads a type byte, a number and CRLF.</summary>
    private bool TryReadHeader(ReadOnlySpan<byte> data, out long number, out ParseOutcome? stopped)
    {
        (number, stopped) = (0, null);
        var rest = data[_position..];
        var end = rest[..Math.Min(rest.Length, MaxHeaderBytes)].IndexOf((byte)'\n');
        if (end < 0)
        {
            if (rest.Length < MaxHeaderBytes)
                stopped = NeedUpTo(data.Length + 1);
            return false;
        }

        if (end < 3 || rest[end - 1] != '\r')
            return false;
        var digits = rest[1..(end - 1)];
        if (!Utf8Parser.TryParse(digits, out number, out var used) || used != digits.Length || digits[0] == '+')
            return false;
        _position += end + 1;
        return true;
    }

    private bool TryTakeEnd(ReadOnlySpan<byte> data)
    {
        if (data[_position] != '\r' || data[_position + 1] != '\n')
            return false;
        _position += 2;
        return true;
    }

    private void Add(RespArgument argument, ReadOnlySpan<byte> data)
    {
        _arguments.Add(argument);
        if (_arguments.Count == 1)
            Command = CommandTable.Find(data.Slice(argument.Offset, (int)argument.Length));
        _stage = Stage.Header;
    }

    private ParseOutcome NeedUpTo(int bytes)
    {
        Needed = bytes;
        return ParseOutcome.NeedMore;
    }

    private ParseOutcome Fail(string fault)
    {
        Fault = fault;
        return ParseOutcome.Fault;
    }
}
