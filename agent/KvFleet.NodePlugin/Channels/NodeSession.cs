using System.Threading.Channels;
using KvFleet.Native;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Channels;

/// <summary>One connection of <c>serve</c>: first all volumes, then whatever happens; requests in between.</summary>
internal sealed class NodeSession(MessageSocket<NodeMessage> socket, NodeRequestHandler handler, ILogger logger) : IVolumeObserver, IDisposable
{
    // Far more than there are volumes on a node. Who lets so many messages wait is stuck; a new connection starts afresh.
    private const int MaxQueued = 8192;

    private readonly Channel<OutgoingMessage> _outgoing =
        Channel.CreateUnbounded<OutgoingMessage>(new UnboundedChannelOptions { SingleReader = true });

    private int _queued;

    /// <inheritdoc />
    public void OnPublished(VolumeRecord volume, VolumeSockets sockets) => Enqueue(
        new VolumePublished(
            volume.VolumeId, volume.PodNamespace, volume.PodName, volume.PodUid, volume.ServiceAccount, volume.Pool, volume.Role, volume.PoolNamespace),
        sockets);

    /// <inheritdoc />
    public void OnUnpublished(string volumeId) => Enqueue(new VolumeUnpublished(volumeId));

    /// <summary>Says how a shared filesystem is.</summary>
    public void Tell(FilesystemState state) => Enqueue(state);

    /// <summary>Says that all volumes have been told.</summary>
    public void CaughtUp() => Enqueue(new Synced());

    /// <summary>Serves the connection until it ends or is disposed.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var sending = SendAsync(cancellationToken);
        try
        {
            while (await socket.ReceiveAsync(cancellationToken) is { } received)
            {
                using (received)
                    Dispatch(received);
            }
        }
        catch (ProtocolException broken)
        {
            ChannelLog.ProtocolBroken(logger, broken);
        }
        catch (Exception ended) when (ended is ObjectDisposedException or OperationCanceledException or NativeException)
        {
            ChannelLog.Ended(logger, ended.Message);
        }
        finally
        {
            Dispose();
            await sending;
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _outgoing.Writer.TryComplete();
        socket.Dispose();
    }

    private void Dispatch(ReceivedMessage<NodeMessage> received)
    {
        if (received.Message is not NodeRequest request)
        {
            ChannelLog.NotARequest(logger, received.Message.GetType().Name);
            return;
        }

        // Started here, in order, because the order of requests counts; awaited elsewhere, because the next one may be quick.
        var file = request is Prepare ? MemoryFile.Adopt(received.Take(0)) : null;
        _ = AnswerAsync(request, handler.HandleAsync(request, file));
    }

    private async Task AnswerAsync(NodeRequest request, Task<NodeAnswer> work)
    {
        try
        {
            Enqueue(await work);
        }
        catch (Exception failure)
        {
            ChannelLog.RequestFailed(logger, request.GetType().Name, failure);
            Enqueue(new NodeError(request.Id, 0, "node", $"{request.GetType().Name} failed inside the node container: {failure.Message}"));
        }
    }

    private void Enqueue(NodeMessage message, VolumeSockets? sockets = null)
    {
        if (Interlocked.Increment(ref _queued) <= MaxQueued)
        {
            _outgoing.Writer.TryWrite(new OutgoingMessage(message, sockets));
            return;
        }

        ChannelLog.QueueFull(logger, MaxQueued);
        Dispose();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (message, sockets) in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                Interlocked.Decrement(ref _queued);

                // A volume that was unpublished before its turn came: nothing to serve, and the message that says so follows.
                if (sockets is { IsClosed: true })
                    continue;
                await socket.SendAsync(message, sockets switch { null => [], { Resp: { } resp } => [sockets.Main, resp], _ => [sockets.Main] }, cancellationToken);
            }
        }
        catch (Exception ended) when (ended is ObjectDisposedException or OperationCanceledException or IOException)
        {
            ChannelLog.Ended(logger, ended.Message);
            Dispose();
        }
    }
}
