using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using KvFleet.Native;

namespace KvFleet.Resp.Tls;

/// <summary>
/// TLS in front of a pool: each connection is decrypted here and goes on over a pair of sockets, so that the server behind has one kind of connection and the loops wait for no handshake. It costs a copy in each direction, beside
/// which the encryption is dear anyway.
/// </summary>
public sealed class RespTlsFront : IDisposable
{
    private const int Backlog = 512;
    private const int BufferBytes = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _closing = new();
    private readonly RespServer _server;
    private readonly RespListener _listener;
    private readonly Func<SslStreamCertificateContext> _certificate;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private bool _isClosed;

    /// <summary>Starts to serve a pool on a TCP port.</summary>
    /// <param name="server">The server behind.</param>
    /// <param name="address">Address and port; port 0 lets the kernel choose, see <see cref="Port"/>.</param>
    /// <param name="endpoint">The pool.</param>
    /// <param name="certificate">The certificate with its key, see <see cref="RespTlsIdentity"/>; asked for with each connection, so that it can be renewed while the port is open.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SocketException">The port is taken, or may not be used.</exception>
    public RespTlsFront(RespServer server, IPEndPoint address, RespEndpoint endpoint, Func<SslStreamCertificateContext> certificate, TimeProvider time)
    {
        (_server, _certificate, _time) = (server, certificate, time);
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Address.Equals(IPAddress.IPv6Any))
                _socket.DualMode = true;
            _socket.Bind(address);
            _socket.Listen(Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _listener = server.Open(endpoint);
        _ = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Closes the port and cuts its clients off. When it returns, none of them touches the pool's memory any more.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _closing.Cancel();
        _socket.Dispose();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var closing = _closing.Token;
        while (!closing.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _socket.AcceptAsync(closing), closing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors: those that wait stay in the socket's queue.
                _server.Report(e);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken closing)
    {
        try
        {
            socket.NoDelay = true;
            await using var outer = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await ShakeHandsAsync(outer, closing);
            await using var inner = Connect();
            await Task.WhenAll(SendAsync(outer, inner, closing), AnswerAsync(inner, outer, closing));
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // No TLS, or gone: the client knows.
            _listener.Endpoint.CountRefusal();
        }
        catch (Exception e)
        {
            _server.Report(e);
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task ShakeHandsAsync(SslStream stream, CancellationToken closing)
    {
        using var timer = new CancellationTokenSource(Patience, _time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing, timer.Token);
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate() }, patience.Token);
    }

    private NetworkStream Connect()
    {
        var (mine, theirs) = StreamSocket.CreatePair();
        _server.Serve(theirs, _listener);
        return new NetworkStream(new Socket(new SafeSocketHandle(mine.Detach(), ownsHandle: true)), ownsSocket: true);
    }

    private static async Task SendAsync(SslStream outer, NetworkStream inner, CancellationToken closing)
    {
        try
        {
            await outer.CopyToAsync(inner, BufferBytes, closing);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Gone, or the server has closed.
        }

        // The server answers what it has heard, then closes.
        if (inner.Socket.Connected)
            inner.Socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task AnswerAsync(NetworkStream inner, SslStream outer, CancellationToken closing)
    {
        try
        {
            await inner.CopyToAsync(outer, BufferBytes, closing);
            await outer.ShutdownAsync();
        }
        finally
        {
            // Nothing more will come from the server: what the client still says is of no use.
            outer.Close();
        }
    }
}
