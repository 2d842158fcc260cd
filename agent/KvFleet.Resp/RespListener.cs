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

    /// <summary>Closes the socket and cuts its clients off. When it returns, none of them touches the pool's memory any more.</summary>
    public void Dispose()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        _server.Close(this);
    }

    internal void CloseOn(RespLoop loop) => loop.Close(this);
}
