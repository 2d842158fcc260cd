using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>Passes bytes on between a client and a server, until it stops doing so without telling anybody: a peer that vanished.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Task _accepting;
    private volatile bool _silent;

    public TcpRelay(Uri server)
    {
        _listener.Start();
        _accepting = AcceptAsync(server);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _clients.Count / 2;

    /// <summary>Connections that are there go silent; new ones work.</summary>
    public void FallSilent() => _silent = true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var client in _clients)
            client.Dispose();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Uri server)
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync(_stop.Token);
                var far = new TcpClient();
                _clients.Add(near);
                _clients.Add(far);
                await far.ConnectAsync(server.Host, server.Port, _stop.Token);
                var old = !_silent;
                _ = CopyAsync(near, far, old);
                _ = CopyAsync(far, near, old);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool goesSilent)
    {
        var buffer = new byte[8192];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is var read and > 0)
            {
                if (goesSilent && _silent)
                    continue;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone.
        }
    }
}
