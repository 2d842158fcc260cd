using KvFleet.Agent.Reconciliation;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Volumes;

/// <summary>
/// The connection to the privileged container: hears of volumes, asks for locks and scans. It is kept up for ever; while it is down, what was asked for fails
/// as unavailable and volumes keep being served.
/// </summary>
internal sealed partial class NodeChannel(string path, NodeRequests requests, AgentLoop loop, NodeUnit node, VolumeRegistry volumes, TimeProvider time, ILogger<NodeChannel> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time that holders get to come back before the node is told to drop mappings that nobody claims. Shorter, and locks of holders that
    /// are just reconnecting would be dropped and taken again.
    /// </summary>
    public static readonly TimeSpan RetainDelay = TimeSpan.FromSeconds(60);

    private volatile string? _problem = "The node container has not been reached yet.";

    /// <summary>Why it is down; null while it is up and every volume is known.</summary>
    public string? Problem => _problem;

    /// <summary>Keeps the connection until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var socket = MessageSocket.Connect(path, NodeJson.Default.NodeMessage);
                pause = FirstPause;
                LogConnected(path);
                await ServeAsync(socket, cancellationToken);
                Fail("The node container closed the connection: it restarts.");
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                Fail(e.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ServeAsync(MessageSocket<NodeMessage> socket, CancellationToken cancellationToken)
    {
        using var connected = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        requests.Open(socket);
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } received)
            {
                using (received)
                    Handle(received, connected.Token);
            }
        }
        finally
        {
            await connected.CancelAsync();
            requests.Close();
            loop.Post(() =>
            {
                node.SetLocker(false);
                node.Shared.Disconnected();
                volumes.PublisherLost();
            });
        }
    }

    private void Handle(ReceivedMessage<NodeMessage> received, CancellationToken connected)
    {
        switch (received.Message)
        {
            case NodeAnswer answer:
                requests.Answer(answer);
                break;
            case VolumePublished published:
                var identity = new VolumeIdentity(
                    published.VolumeId, published.PodNamespace, published.PodName, published.PodUid, published.PoolNamespace ?? published.PodNamespace, published.Pool, published.Role);
                var listener = MessageListener.Adopt(received.Take(0), VolumeJson.Default.VolumeMessage);
                var resp = received.DescriptorCount > 1 ? StreamSocket.Adopt(received.Take(1)) : null;
                loop.Post(() => volumes.Publish(identity, listener, resp));
                break;
            case VolumeUnpublished unpublished:
                loop.Post(() => volumes.Unpublish(unpublished.VolumeId));
                break;
            case FilesystemState state:
                loop.Post(() => node.Shared.Learn(state));
                break;
            case Synced:
                _problem = null;
                loop.Post(() =>
                {
                    volumes.Synced();
                    node.SetLocker(true);
                    node.Shared.Connected();
                });
                _ = RetainAsync(connected);
                break;
            default:
                throw new ProtocolException(ProtocolFault.Invalid, $"The node container does not say {received.Message.GetType().Name}: both containers must be of one release.");
        }
    }

    private async Task RetainAsync(CancellationToken connected)
    {
        try
        {
            await Task.Delay(RetainDelay, time, connected);
            var keep = await loop.AskAsync(() => node.Desired is null ? null : (IReadOnlyCollection<string>)node.LockIds(), connected);
            if (keep is not null)
                await requests.RetainAsync(keep, connected);
        }
        catch (Exception e) when (e is OperationCanceledException or Store.Extents.Locking.LockerUnavailableException)
        {
            // The next connection does it.
        }
    }

    private void Fail(string problem)
    {
        if (_problem != problem)
            LogDown(path, problem);
        _problem = problem;
    }

    [LoggerMessage(1301, LogLevel.Information, "Connected to the node container at {Path}")]
    private partial void LogConnected(string path);

    [LoggerMessage(1302, LogLevel.Warning, "No connection to the node container at {Path}: {Problem}. It is tried again; meanwhile nothing is locked and no volume appears")]
    private partial void LogDown(string path, string problem);
}
