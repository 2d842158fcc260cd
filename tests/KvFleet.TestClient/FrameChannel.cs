using System.Text;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Store;

namespace KvFleet.TestClient;

/// <summary>Requests and replies over one connection, with the calling thread. What the agent says unasked goes to a handler in between.</summary>
/// <param name="socket">The connection; closed with this.</param>
/// <param name="timeout">How long a request may take.</param>
/// <param name="unasked">Gets what the agent says unasked, with its descriptors, which it must close.</param>
internal sealed class FrameChannel(UnixSocket socket, TimeSpan timeout, Action<FrameType, ReadOnlyMemory<byte>, IReadOnlyList<Descriptor>> unasked) : IDisposable
{
    private readonly byte[] _incoming = new byte[StoreLimits.MaxFrameBytes];
    private readonly byte[] _outgoing = new byte[StoreLimits.MaxFrameBytes];
    private uint _lastId;
    private int _unread;

    /// <summary>Whether the agent is gone.</summary>
    public bool IsHungUp => SocketPoll.IsHungUp(socket);

    /// <summary>Starts a request.</summary>
    public FrameWriter Begin() => new(_outgoing);

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <returns>The body of the reply, valid until the next call.</returns>
    /// <exception cref="StoreRefusedException">The reply says why not.</exception>
    public ReadOnlySpan<byte> Ask(FrameWriter request, FrameType type)
    {
        var id = Send(request, type);
        while (true)
        {
            var (header, length) = Receive();
            if (header.Type < FrameType.Reply)
                continue;
            if (header.Id != id)
            {
                _unread--;
                continue;
            }

            var body = _incoming.AsSpan(FrameHeader.Bytes, length - FrameHeader.Bytes);
            return header.Status == FrameStatus.Ok ? body : throw new StoreRefusedException(header.Status, Encoding.UTF8.GetString(body));
        }
    }

    /// <summary>Sends a request whose reply does not matter.</summary>
    public void Post(FrameWriter request, FrameType type)
    {
        Send(request, type);
        _unread++;
    }

    /// <summary>Hears what the agent has said meanwhile.</summary>
    public void Pump()
    {
        while (TryReceive(out var header, out _))
        {
            if (header.Type >= FrameType.Reply)
                _unread--;
        }
    }

    /// <summary>Waits until the agent has said something unasked.</summary>
    public void WaitUnasked()
    {
        while (Receive().Header.Type >= FrameType.Reply)
            _unread--;
    }

    public void Dispose() => socket.Dispose();

    private uint Send(FrameWriter request, FrameType type)
    {
        // Replies that nobody waits for must not fill the queue.
        if (_unread > 16)
            Pump();
        var id = ++_lastId;
        var frame = request.Finish(type, id);
        while (!SocketDescriptors.TrySend(socket, frame, []))
        {
            if (!SocketPoll.WaitWritable(socket, timeout))
                throw new TimeoutException($"The agent took no request for {timeout.TotalSeconds:0} s.");
        }

        return id;
    }

    private (FrameHeader Header, int Length) Receive()
    {
        FrameHeader header;
        int length;
        while (!TryReceive(out header, out length))
        {
            if (!SocketPoll.WaitReadable(socket, timeout))
                throw new TimeoutException($"The agent did not answer for {timeout.TotalSeconds:0} s.");
        }

        return (header, length);
    }

    private bool TryReceive(out FrameHeader header, out int length)
    {
        (header, length) = (default, 0);
        if (!SocketDescriptors.TryReceive(socket, _incoming, StoreLimits.MaxExtents, out var packet))
            return false;
        if (packet.IsEnd)
            throw new IOException("The agent closed the connection: it was replaced or the volume is gone. Connect again.");
        length = packet.Length;
        try
        {
            header = FrameHeader.Read(_incoming.AsSpan(0, length));
        }
        catch (ProtocolException)
        {
            foreach (var descriptor in packet.Descriptors)
                descriptor.Dispose();
            throw;
        }

        if (header.Type < FrameType.Reply)
            unasked(header.Type, _incoming.AsMemory(FrameHeader.Bytes, length - FrameHeader.Bytes), packet.Descriptors);
        return true;
    }
}
