using KvFleet.Native;
using KvFleet.Resp.Connections;

namespace KvFleet.Resp;

/// <summary>A listening socket that is being served.</summary>
public sealed class RespListener : IDisposable
{
    private readonly RespServer _server;

    internal RespListener(RespServer server, RespEndpoint endpoint) => (_server, Endpoint) = (server, endpoint);

    /// <summary>What it serves.</summary>
    public RespEndpoint Endpoint { get; }

    internal bool IsClosed { get; private set; }

    /// <summary>What accepts for it. On the first loop.</summary>
    internal RespAcceptor? Acceptor { get; set; }

    /// <summary>Accepts on another socket from now on, and no longer on the one before; connections stay.</summary>
    /// <param name="socket">A listening socket; belongs to this listener from now on.</param>
    public void Replace(StreamSocket socket) => _server.Accept(socket, this);

    /// <summary>Starts to close the socket and to cut its clients off.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        _server.Close(this, wait: false);
    }

    /// <summary>Closes the socket and cuts its clients off. When it returns, none of them touches the pool's memory any more.</summary>
    public void Dispose()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        _server.Close(this, wait: true);
    }

    internal void CloseOn(RespLoop loop) => loop.Close(this);
}
