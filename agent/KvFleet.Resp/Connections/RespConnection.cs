using KvFleet.Native;
using KvFleet.Resp.Commands;
using KvFleet.Resp.Parsing;
using KvFleet.Resp.Replies;
using KvFleet.Resp.Values;

namespace KvFleet.Resp.Connections;

/// <summary>
/// One client. Commands are parsed where the kernel put them; what is unfinished is kept, the bodies of values go from the socket into the pool's memory. While
/// replies wait for a slow reader, nothing further is read.
/// </summary>
internal sealed class RespConnection : IPollTarget
{
    private const int MaxRounds = 8;
    private const int TailBytes = 4096;
    private const int LargeBytes = 64 * 1024;
    private const int MaxPieces = 32;
    private const long MaxReceive = 4L << 20;
    private const int BytesPerArgument = 32;
    private const int BytesPerValue = 512;
    private readonly RespLoop _loop;
    private readonly StreamSocket _socket;
    private readonly RespParser _parser = new();
    private readonly ReplyQueue _replies = new();
    private readonly RespSession _session;
    private readonly NativeBuffer _kept = new();
    private readonly ulong _key;
    private IncomingValue? _body;
    private long _bodyLeft;
    private long _charged;
    private long _lastProgress;
    private PollInterest _interest = PollInterest.Readable;
    private bool _isRunning;
    private bool _isPaused;
    private bool _expectsLarge;
    private bool _isClosed;

    private RespConnection(RespLoop loop, StreamSocket socket, RespListener listener, long id)
    {
        (_loop, _socket, Listener) = (loop, socket, listener);
        _session = new RespSession(listener.Endpoint, _parser, new ReplyWriter(_replies), id, loop.Time);
        _lastProgress = loop.Now;
        _key = loop.Add(socket, this);
    }

    /// <inheritdoc/>
    public RespListener Listener { get; }

    private bool IsBusy => _bodyLeft > 0 || _kept.Length > 0 || !_replies.IsEmpty;

    /// <summary>Starts to serve. On the loop, which has been told to expect it.</summary>
    public static void Start(RespLoop loop, StreamSocket socket, RespListener listener, long id)
    {
        try
        {
            if (!listener.IsClosed)
            {
                socket.TuneTcp();
                _ = new RespConnection(loop, socket, listener, id);
                return;
            }
        }
        catch (NativeException)
        {
            // It is closed below, which is all that can be done.
        }

        loop.Remove(0, isConnection: true);
        listener.Endpoint.Close();
        socket.Dispose();
    }

    /// <summary>Says that there are too many, and closes.</summary>
    public static unsafe void Refuse(StreamSocket socket)
    {
        var refusal = "-ERR max number of clients reached\r\n"u8;
        fixed (byte* text = refusal)
            socket.Send([new IoSegment((nint)text, refusal.Length)]);
        socket.Dispose();
    }

    /// <inheritdoc/>
    public void OnEvent(PollInterest happened)
    {
        if (!TryFlush())
            return;
        if (_isPaused && !_replies.IsFull)
            Resume();
        if (!_isPaused && !_session.IsClosing && (happened & ~PollInterest.Writable) != PollInterest.None)
            ReceiveAll();
        if (_isClosed || !TryFlush())
            return;
        if (_session.IsClosing && _replies.IsEmpty)
            Dispose();
        else
            Watch();
    }

    /// <inheritdoc/>
    public void OnSweep()
    {
        if (!IsBusy || _loop.Time.GetElapsedTime(_lastProgress, _loop.Now) < Listener.Endpoint.StallTimeout)
            return;
        Listener.Endpoint.CountRefusal();
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _loop.Remove(_key, isConnection: true);
        _socket.Dispose();
        EndCommand();
        _replies.Dispose();
        _kept.Dispose();
        Listener.Endpoint.Budget.TryChange(_charged, 0);
        Listener.Endpoint.Close();
    }

    private void ReceiveAll()
    {
        for (var round = 0; round < MaxRounds && !_isClosed && !_isPaused && !_session.IsClosing; round++)
        {
            var received = _bodyLeft > 0 ? ReceiveBody(out var offered) : ReceiveCommands(out offered);
            if (received == StreamSocket.WouldBlock)
                return;
            if (received == StreamSocket.Ended)
            {
                Dispose();
                return;
            }

            if (received == 0)
            {
                // The peer says no more, but may still read what it asked for.
                _session.IsClosing = true;
                return;
            }

            _lastProgress = _loop.Now;
            if (_bodyLeft == 0 && _kept.Length > 0)
                ProcessKept();
            // Less than there was room for: the socket is empty, asking again would only say so.
            if (received < offered)
                return;
        }
    }

    /// <summary>Reads into the value that is on its way, and a little more behind it.</summary>
    private long ReceiveBody(out long offered)
    {
        Span<IoSegment> pieces = stackalloc IoSegment[MaxPieces];
        if (_body is not { IsSkipped: false } value)
        {
            offered = Math.Min(_bodyLeft, RespLoop.ScratchBytes);
            pieces[0] = new IoSegment(_loop.Scratch, (nint)offered);
            var skipped = _socket.Receive(pieces[..1]);
            _bodyLeft -= Math.Max(0, skipped);
            return skipped;
        }

        var count = value.Describe(pieces[..(MaxPieces - 1)], MaxReceive);
        offered = 0;
        foreach (var piece in pieces[..count])
            offered += piece.Bytes;
        var body = offered;
        if (body == _bodyLeft)
        {
            _kept.EnsureFree(TailBytes);
            pieces[count++] = new IoSegment(_kept.Address + _kept.Length, TailBytes);
            offered += TailBytes;
        }

        var received = _socket.Receive(pieces[..count]);
        if (received > 0)
        {
            value.Advance(Math.Min(received, body));
            _bodyLeft = value.Left;
            _kept.Advance((int)Math.Max(0, received - body));
        }

        return received;
    }

    private long ReceiveCommands(out long offered)
    {
        if (_kept.Length == 0)
        {
            offered = _expectsLarge ? TailBytes : RespLoop.ScratchBytes;
            var fresh = _socket.Receive([new IoSegment(_loop.Scratch, (nint)offered)]);
            if (fresh > 0)
                Process(_loop.Scratch, (int)fresh, isKept: false);
            return fresh;
        }

        _kept.EnsureFree(Math.Max(TailBytes, _parser.Needed - _kept.Length));
        offered = _kept.Free.Length;
        var received = _socket.Receive([new IoSegment(_kept.Address + _kept.Length, (nint)offered)]);
        _kept.Advance((int)Math.Max(0, received));
        return received;
    }

    private void ProcessKept() => Process(_kept.Address, _kept.Length, isKept: true);

    private void Resume()
    {
        _isPaused = false;
        if (_isRunning)
        {
            _session.Locate(_kept.Address);
            if (!TryRun())
            {
                _isPaused = true;
                return;
            }

            _kept.RemoveFront(_parser.Position);
            EndCommand();
        }

        if (_kept.Length > 0 && _bodyLeft == 0 && !_isClosed)
            ProcessKept();
    }

    /// <summary>Goes through bytes that begin where a command does, and keeps what is left of them.</summary>
    private unsafe void Process(nint bytes, int length, bool isKept)
    {
        var start = 0;
        var goesOn = true;
        while (goesOn && !_isClosed && !_session.IsClosing && (start < length || _parser.IsInsideCommand))
        {
            if (_replies.IsFull && (!TryFlush() || _replies.IsFull))
            {
                _isPaused = true;
                break;
            }

            switch (_parser.Parse(new Span<byte>((byte*)bytes + start, length - start)))
            {
                case ParseOutcome.Command:
                    _session.Locate(bytes + start);
                    goesOn = TryRun();
                    _isPaused = !goesOn;
                    if (!goesOn)
                        break;
                    start += _parser.Position;
                    EndCommand();
                    break;
                case ParseOutcome.Body:
                    goesOn = TakeBody(bytes, ref start, ref length);
                    break;
                case ParseOutcome.Fault:
                    Break($"ERR Protocol error: {_parser.Fault}");
                    break;
                default:
                    goesOn = false;
                    break;
            }
        }

        if (!_isClosed)
            Keep(bytes, start, length, isKept);
    }

    /// <summary>Takes what there is of a body out of the bytes; what is in front of it moves up, so that the command stays in one piece.</summary>
    /// <returns>Whether that was all of it.</returns>
    private unsafe bool TakeBody(nint bytes, ref int start, ref int length)
    {
        _session.Locate(bytes + start);
        _body = _parser.IsValue ? _session.Begin(_parser.BodyBytes) : null;
        var data = new Span<byte>((byte*)bytes + start, length - start);
        var head = data[.._parser.Position];
        var available = data[_parser.Position..];
        var part = (int)Math.Min(available.Length, _parser.BodyBytes);
        _bodyLeft = _parser.BodyBytes - part;
        _body?.Append(available[..part]);
        _expectsLarge = _parser.BodyBytes >= LargeBytes;
        _parser.TakeBody(_body);
        if (_bodyLeft > 0)
        {
            length = start + head.Length;
            return false;
        }

        head.CopyTo(data[part..]);
        start += part;
        _body = null;
        return true;
    }

    /// <summary>Keeps the bytes of what is unfinished, as far as the endpoint's bound allows.</summary>
    private unsafe void Keep(nint bytes, int start, int length, bool isKept)
    {
        if (_session.IsClosing)
            start = length;
        if (isKept)
        {
            _kept.Truncate(length);
            _kept.RemoveFront(start);
        }
        else if (start < length)
        {
            _kept.Append(new ReadOnlySpan<byte>((byte*)bytes + start, length - start));
        }

        if (_kept.Length == 0 && _bodyLeft == 0)
            _kept.Clear(keep: 0);
        var values = _parser.Command is { ValueStep: > 0 } ? _parser.Arguments.Count : 1;
        var needed = _bodyLeft > 0 || _kept.Length > 0 ? _kept.Capacity + (_parser.Arguments.Capacity * BytesPerArgument) + (values * BytesPerValue) : 0;
        if (needed == _charged)
            return;
        if (Listener.Endpoint.Budget.TryChange(_charged, needed))
            _charged = needed;
        else
            Break("ERR too many unfinished commands of this volume's clients at once");
    }

    private bool TryRun()
    {
        do
        {
            if (CommandRunner.Run(_session))
                return true;
            _isRunning = true;
        }
        while (TryFlush() && !_replies.IsFull);
        return _isClosed;
    }

    private void EndCommand()
    {
        foreach (var argument in _parser.Arguments)
            argument.Value?.Dispose();
        _parser.Reset();
        (_isRunning, _session.Progress, _body, _bodyLeft) = (false, 0, null, 0);
    }

    private void Break(string error)
    {
        Listener.Endpoint.CountRefusal();
        _session.Reply.Error(error);
        _session.IsClosing = true;
        _kept.Truncate(0);
    }

    /// <summary>Sends what the peer takes.</summary>
    /// <returns>False when the connection is closed.</returns>
    private bool TryFlush()
    {
        if (_isClosed)
            return false;
        if (_replies.IsEmpty)
            return true;
        if (!_replies.TryFlush(_socket, out var progressed))
        {
            Dispose();
            return false;
        }

        if (progressed)
            _lastProgress = _loop.Now;
        return true;
    }

    private void Watch()
    {
        var interest = _isPaused || _session.IsClosing ? PollInterest.None : PollInterest.Readable;
        // A paused connection may have nothing left to send by now, and goes on when it is told that there is room.
        if (_isPaused || !_replies.IsEmpty)
            interest |= PollInterest.Writable;
        if (interest == _interest)
            return;
        _loop.Change(_socket, _key, interest);
        _interest = interest;
    }
}
