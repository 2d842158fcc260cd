using System.Collections.Immutable;
using KvFleet.Native;
using KvFleet.Resp.Connections;

namespace KvFleet.Resp;

/// <summary>Serves pools over the Redis protocol: a few threads, any number of listening sockets, one pool for each of these.</summary>
public sealed class RespServer : IDisposable
{
    private const int ProcessorsPerLoop = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lazy<ImmutableArray<RespLoop>> _loops;
    private readonly Action<Exception> _failed;
    private long _lastId;

    /// <param name="time">The clock.</param>
    /// <param name="failed">Is told of errors that nobody expected; the connection they happened on is closed.</param>
    /// <param name="threads">Threads; 0 chooses by the number of processors. They start with the first listening socket.</param>
    public RespServer(TimeProvider time, Action<Exception> failed, int threads = 0)
    {
        _failed = failed;
        var count = threads > 0 ? threads : Math.Max(1, Environment.ProcessorCount / ProcessorsPerLoop);
        _loops = new Lazy<ImmutableArray<RespLoop>>(() => [.. Enumerable.Range(0, count).Select(number => new RespLoop(number, time, failed))]);
    }

    /// <summary>Starts to serve a pool on a socket.</summary>
    /// <param name="socket">A listening socket; belongs to the answer from now on.</param>
    /// <param name="endpoint">The pool.</param>
    public RespListener Listen(StreamSocket socket, RespEndpoint endpoint)
    {
        var listener = Open(endpoint);
        Accept(socket, listener);
        return listener;
    }

    /// <summary>Gets ready to serve a pool on connections that are accepted elsewhere: see <see cref="Serve"/>.</summary>
    /// <param name="endpoint">The pool.</param>
    public RespListener Open(RespEndpoint endpoint) => new(this, endpoint);

    /// <summary>Serves a connection that was accepted elsewhere, as one of a listening socket's.</summary>
    /// <param name="socket">The connection; belongs to the server from now on.</param>
    /// <param name="listener">Whose it is.</param>
    public void Serve(StreamSocket socket, RespListener listener)
    {
        if (!listener.Endpoint.TryOpen())
        {
            RespConnection.Refuse(socket);
            return;
        }

        var loop = _loops.Value.MinBy(static loop => loop.Connections)!;
        loop.Expect();
        var id = Interlocked.Increment(ref _lastId);
        if (loop.IsCurrent)
            RespConnection.Start(loop, socket, listener, id);
        else
            loop.Post(() => RespConnection.Start(loop, socket, listener, id));
    }

    /// <summary>Closes all sockets and ends the threads.</summary>
    public void Dispose()
    {
        if (!_loops.IsValueCreated)
            return;
        foreach (var loop in _loops.Value)
            loop.Dispose();
    }

    internal void Report(Exception failure) => _failed(failure);

    internal void Accept(StreamSocket socket, RespListener listener)
    {
        var loop = _loops.Value[0];
        loop.Post(() =>
        {
            listener.Acceptor?.Dispose();
            if (listener.IsClosed)
                socket.Dispose();
            else
                listener.Acceptor = new RespAcceptor(this, loop, socket, listener);
        });
    }

    internal void Close(RespListener listener, bool wait)
    {
        if (!_loops.IsValueCreated)
            return;
        var left = new CountdownEvent(_loops.Value.Length);
        foreach (var loop in _loops.Value)
        {
            loop.Post(() =>
            {
                listener.CloseOn(loop);
                left.Signal();
            });
        }

        // A loop never waits for a peer, so this is a matter of milliseconds; the bound is for a server that was disposed first.
        if (wait)
            left.Wait(Patience);
    }
}
