using KvFleet.Native;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Channels;

/// <summary>
/// Accepts <c>serve</c> on the node socket, one at a time: a newer connection replaces the older one, which is that of a process that is
/// gone or about to be. When none is there for the grace period, what is held for it is given up.
/// </summary>
internal sealed class ChannelServer : IAsyncDisposable
{
    // Connecting needs write permission; who may stay is decided by the credentials of the peer.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly TimeSpan AcceptPause = TimeSpan.FromSeconds(1);
    private readonly NodeOptions _options;
    private readonly VolumeManager _volumes;
    private readonly NodeRequestHandler _handler;
    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ChannelServer> _logger;
    private readonly ITimer _grace;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private MessageListener<NodeMessage>? _listener;
    private NodeSession? _session;
    private Task _accepting = Task.CompletedTask;
    private Task _serving = Task.CompletedTask;

    /// <summary>Makes a server that does not listen yet.</summary>
    public ChannelServer(
        NodeOptions options, VolumeManager volumes, NodeRequestHandler handler, NodeMetrics metrics, TimeProvider time, ILogger<ChannelServer> logger)
    {
        _options = options;
        _volumes = volumes;
        _handler = handler;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _grace = time.CreateTimer(_ => _ = GiveUpAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether <c>serve</c> is connected.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
                return _session is not null;
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The socket cannot be bound.</exception>
    public void Start()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_options.ChannelSocket)!);
        _listener = MessageListener.Bind(_options.ChannelSocket, Mode, NodeJson.Default.NodeMessage);
        ChannelLog.Listening(_logger, _options.ChannelSocket);
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Stops to listen and closes the connection. What is held stays until the handler is disposed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener?.Dispose();
        await _accepting;
        NodeSession? session;
        lock (_gate)
            session = _session;
        session?.Dispose();
        await _serving;
        await _grace.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(MessageListener<NodeMessage> listener)
    {
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                if (socket.Peer.UserId != (uint)_options.ServeUserId)
                {
                    ChannelLog.WrongPeer(_logger, socket.Peer.UserId, socket.Peer.ProcessId, _options.ServeUserId);
                    socket.Dispose();
                    continue;
                }

                Replace(new NodeSession(socket, _handler, _logger));
            }
            catch (Exception ended) when (ended is ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
            catch (NativeException failure)
            {
                // One connection that could not be accepted, for want of descriptors: the next may be.
                ChannelLog.AcceptFailed(_logger, failure);
                await Task.Delay(AcceptPause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Replace(NodeSession session)
    {
        NodeSession? previous;
        lock (_gate)
        {
            previous = _session;
            _session = session;
            _grace.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _metrics.CountConnection();
        ChannelLog.Connected(_logger, previous is not null);
        previous?.Dispose();
        _serving = ServeAsync(session, _serving);
    }

    private async Task ServeAsync(NodeSession session, Task previous)
    {
        _volumes.Subscribe(session, session.CaughtUp);
        _handler.Listen(session);
        try
        {
            await session.RunAsync(_stopping.Token);
        }
        finally
        {
            _volumes.Unsubscribe(session);
            Leave(session);
        }

        await previous;
    }

    private void Leave(NodeSession session)
    {
        lock (_gate)
        {
            if (_session != session)
                return;
            _session = null;
            if (_stopping.IsCancellationRequested)
                return;
            _grace.Change(_options.ServeGrace, Timeout.InfiniteTimeSpan);
        }

        ChannelLog.Disconnected(_logger, _options.ServeGrace);
    }

    private async Task GiveUpAsync()
    {
        try
        {
            await _handler.AbandonAsync(() => !IsConnected, $"serve has been away for {_options.ServeGrace}");
        }
        catch (ObjectDisposedException)
        {
            // The process is ending, and everything with it.
        }
    }
}
