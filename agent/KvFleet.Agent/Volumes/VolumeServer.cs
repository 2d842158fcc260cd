using System.Diagnostics.CodeAnalysis;
using KvFleet.Agent.Protocol;
using KvFleet.Agent.Reconciliation;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;
using KvFleet.Resp;

namespace KvFleet.Agent.Volumes;

/// <summary>One volume: accepts its connections and serves each as the pod that the volume was published for.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "Cancelled at the end; disposing would race with connections that come in.")]
internal sealed class VolumeServer(VolumeIdentity identity, ClientFactory clients, RespVolumes resp) : IDisposable
{
    /// <summary>Most connections at once. An engine opens one for each of its worker processes; an idle one takes a few KiB.</summary>
    public const int MaxConnections = 1024;

    private readonly CancellationTokenSource _closing = new();
    private volatile CancellationTokenSource _clients = new();
    private MessageListener<VolumeMessage>? _listener;
    private RespListener? _resp;
    private int _connections;

    public VolumeIdentity Identity { get; } = identity;

    /// <summary>What its status file was last told to say. Owned by <see cref="VolumeRegistry"/>.</summary>
    public VolumeAvailability? LastStatus { get; set; }

    /// <summary>What its pod was last allowed to do. Owned by <see cref="VolumeRegistry"/>.</summary>
    public (bool MayRead, bool MayStore)? LastRights { get; set; }

    /// <summary>Open connections.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Accepts on these sockets from now on, and no longer on those before.</summary>
    public void Listen(MessageListener<VolumeMessage> listener, StreamSocket? respSocket)
    {
        if (respSocket is not null && _resp is not null)
            _resp.Replace(respSocket);
        else if (respSocket is not null)
            _resp = resp.Listen(respSocket, Identity);
        _listener?.Dispose();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    /// <summary>Ends the connections that there are now; whoever connects again is looked at anew.</summary>
    public void CutOff()
    {
        var before = _clients;
        _clients = new CancellationTokenSource();
        // Not disposed: a connection that is just coming in may still ask it.
        before.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clients.Cancel();
        _listener?.Dispose();
        _resp?.Close();
        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task AcceptAsync(MessageListener<VolumeMessage> listener)
    {
        var closing = _closing.Token;
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(closing);
                _ = ServeAsync(socket, _clients.Token);
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
            catch (NativeException e) when (e.ErrorNumber is Errno.EMFILE or Errno.ENFILE or Errno.ENOMEM or Errno.ENOBUFS)
            {
                // Not this volume's fault; connections that wait stay in the socket's queue.
                clients.AcceptFailed(Identity, e);
                await Task.Delay(TimeSpan.FromSeconds(1), clients.Time, CancellationToken.None);
            }
            catch (NativeException e)
            {
                clients.AcceptFailed(Identity, e);
                return;
            }
        }
    }

    private async Task ServeAsync(MessageSocket<VolumeMessage> socket, CancellationToken closing)
    {
        try
        {
            if (Interlocked.Increment(ref _connections) > MaxConnections)
                await clients.RefuseAsync(socket, AgentReasons.TooManyConnections, $"A volume serves at most {MaxConnections} connections at once. Close some.", closing);
            else
                await clients.ServeAsync(socket, Identity, closing);
        }
        finally
        {
            await clients.LetGoAsync(socket, closing);
            Interlocked.Decrement(ref _connections);
            socket.Dispose();
        }
    }
}
