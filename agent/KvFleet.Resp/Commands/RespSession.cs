using System.Buffers.Text;
using System.Text;
using KvFleet.Resp.Parsing;
using KvFleet.Resp.Replies;
using KvFleet.Resp.Values;
using KvFleet.Store;

namespace KvFleet.Resp.Commands;

/// <summary>What commands see of a connection: the arguments, where replies go, and what the client said about itself.</summary>
internal sealed class RespSession
{
    private readonly RespParser _parser;
    private nint _data;

    /// <param name="endpoint">What it is connected to.</param>
    /// <param name="parser">Has the arguments.</param>
    /// <param name="reply">Takes replies.</param>
    /// <param name="id">A number of its own.</param>
    /// <param name="time">The clock.</param>
    public RespSession(RespEndpoint endpoint, RespParser parser, ReplyWriter reply, long id, TimeProvider time)
    {
        (Endpoint, _parser, Reply, Id, Time) = (endpoint, parser, reply, id, time);
        IsAuthenticated = !endpoint.NeedsPassword;
    }

    /// <summary>What it is connected to.</summary>
    public RespEndpoint Endpoint { get; }

    /// <summary>The pool's values.</summary>
    public ValueStore Values => Endpoint.Values;

    /// <summary>Takes replies.</summary>
    public ReplyWriter Reply { get; }

    /// <summary>A number of its own.</summary>
    public long Id { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Name that the client gave itself.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether it said the password, or needs none.</summary>
    public bool IsAuthenticated
    {
        get => !_parser.IsUnauthenticated;
        set => _parser.IsUnauthenticated = !value;
    }

    /// <summary>Whether the connection ends after the reply.</summary>
    public bool IsClosing { get; set; }

    /// <summary>How far a long reply has come; 0 at the start of every command.</summary>
    public int Progress { get; set; }

    /// <summary>Number of arguments, the command's name included.</summary>
    public int Count => _parser.Arguments.Count;

    /// <summary>The command; null when there is none of the name.</summary>
    public CommandInfo? Command => _parser.Command;

    /// <summary>Sets where the bytes of the arguments are.</summary>
    public void Locate(nint data) => _data = data;

    /// <summary>An argument; empty for a value that went into the pool's memory.</summary>
    public unsafe ReadOnlySpan<byte> Argument(int index) =>
        _parser.Arguments[index] is { Kind: ArgumentKind.Bytes } argument ? new((byte*)_data + argument.Offset, (int)argument.Length) : [];

    /// <summary>An argument as text.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(Argument(index));

    /// <summary>Whether an argument is a word, in any case.</summary>
    public bool Is(int index, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(Argument(index), word);

    /// <summary>Reads a whole number.</summary>
    public bool TryInteger(int index, out long number) =>
        Utf8Parser.TryParse(Argument(index), out number, out var used) && used == Argument(index).Length && Argument(index)[0] != '+';

    /// <summary>Whether some argument was too long and skipped.</summary>
    public bool HasOversized(out int index)
    {
        index = _parser.Arguments.FindIndex(static argument => argument.Kind == ArgumentKind.Oversized);
        return index >= 0;
    }

    /// <summary>Takes memory for a value whose bytes are about to come.</summary>
    /// <param name="length">Bytes.</param>
    public IncomingValue Begin(long length)
    {
        var index = Count;
        if (!IsAuthenticated || !Endpoint.MayWrite() || (Command!.ValueStep > 0 && index / Command.ValueStep > RespLimits.MaxValuesOfCommand)
            || _parser.Arguments[index - Command.KeyBefore].Kind != ArgumentKind.Bytes)
        {
            return new IncomingValue(new StoreReservation(StoreReservationOutcome.InvalidKey), length);
        }

        return Values.Reserve(Argument(index - Command.KeyBefore), length);
    }

    /// <summary>A value, all of whose bytes are there.</summary>
    public IncomingValue Value(int index)
    {
        var argument = _parser.Arguments[index];
        if (argument.Value is { } value)
            return value;
        // An inline command: the value is among its bytes.
        value = Values.Reserve(Argument(index - Command!.KeyBefore), argument.Length);
        value.Append(Argument(index));
        _parser.Arguments[index] = new RespArgument(ArgumentKind.Value, 0, argument.Length, value);
        return value;
    }

    /// <summary>Says why there is no place for a value.</summary>
    public void RefuseValue(IncomingValue value) => Reply.Error(value.Outcome switch
    {
        StoreReservationOutcome.NotReady => $"LOADING Pool {Endpoint.Pool} has no memory on this node yet. See its status, and try again",
        StoreReservationOutcome.InvalidLength => $"OOM A value of {value.Length} bytes is larger than what pool {Endpoint.Pool} can hold on this node",
        StoreReservationOutcome.Full => $"OOM Pool {Endpoint.Pool} has no room on this node: everything is in use or pinned. Try again, or give the pool more memory",
        _ => $"OOM The index of pool {Endpoint.Pool} has no place for another key on this node",
    });

    /// <summary>Says that the words after a command make no sense.</summary>
    public bool SyntaxError()
    {
        Reply.Error("ERR syntax error");
        return true;
    }

    /// <summary>Says that a number is none.</summary>
    public bool NotAnInteger()
    {
        Reply.Error("ERR value is not an integer or out of range");
        return true;
    }

    /// <summary>Makes a moment of a number in a request.</summary>
    /// <param name="number">What the client said.</param>
    /// <param name="milliseconds">Whether it is milliseconds, not seconds.</param>
    /// <param name="absolute">Whether it counts from 1970, not from now.</param>
    /// <param name="at">The moment.</param>
    /// <returns>False when it is beyond what can be told.</returns>
    public bool TryMoment(long number, bool milliseconds, bool absolute, out DateTimeOffset at)
    {
        const long Last = 253_402_300_799_999, MillisecondsPerSecond = 1000;
        at = default;
        if (!milliseconds && Math.Abs(number / 2) > Last / MillisecondsPerSecond / 2)
            return false;
        var total = milliseconds ? number : number * MillisecondsPerSecond;
        if (!absolute)
        {
            if (total > Last)
                return false;
            total += Time.GetUtcNow().ToUnixTimeMilliseconds();
        }

        if (total > Last)
            return false;
        at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, total));
        return true;
    }
}
