using KvFleet.Native;

namespace KvFleet.Resp.Connections;

/// <summary>Takes connections from one listening socket and hands them to loops.</summary>
internal sealed class RespAcceptor : IPollTarget
{
    private const int MaxAtOnce = 64;
    private readonly RespServer _server;
    private readonly RespLoop _loop;
    private readonly StreamSocket _socket;
    private readonly ulong _key;
    private bool _isResting;
    private bool _isClosed;

    /// <summary>Starts to accept. On the loop.</summary>
    public RespAcceptor(RespServer server, RespLoop loop, StreamSocket socket, RespListener listener)
    {
        (_server, _loop, _socket, Listener) = (server, loop, socket, listener);
        _key = loop.Add(socket, this);
    }

    /// <inheritdoc/>
    public RespListener Listener { get; }

    /// <inheritdoc/>
    public void OnEvent(PollInterest happened)
    {
        try
        {
            for (var count = 0; count < MaxAtOnce && _socket.TryAccept() is { } connection; count++)
                _server.Serve(connection, Listener);
        }
        catch (NativeException e)
        {
            // Out of descriptors or memory: the connections stay in the socket's queue, which must not keep the thread busy until then.
            _server.Report(e);
            _isResting = true;
            _loop.Change(_socket, _key, PollInterest.None);
        }
    }

    /// <inheritdoc/>
    public void OnSweep()
    {
        if (!_isResting)
            return;
        _isResting = false;
        _loop.Change(_socket, _key, PollInterest.Readable);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _loop.Remove(_key, isConnection: false);
        _socket.Dispose();
    }
}
