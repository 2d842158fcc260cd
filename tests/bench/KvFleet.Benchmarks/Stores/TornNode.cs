using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;

namespace KvFleet.Benchmarks.Stores;

/// <summary>A node container that outlives agents: keeps the sockets of one holder's volume and of one engine's (the store's and RESP's), and says that everything is prepared and locked.</summary>
internal sealed class TornNode : IDisposable
{
    private readonly string _folder;
    private readonly MessageListener<NodeMessage> _listener;
    private readonly UnixSocket _holder;
    private readonly UnixSocket _engine;
    private readonly StreamSocket _resp;
    private readonly CancellationTokenSource _stopping = new();

    internal TornNode(string folder)
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _folder = folder;
        _holder = UnixSocket.Listen(HolderSocket, Mode);
        _engine = UnixSocket.Listen(EngineSocket, Mode);
        _resp = StreamSocket.Listen(Path.Combine(folder, "resp.sock"), Mode);
        _listener = MessageListener.Bind(Path.Combine(folder, "node.sock"), Mode, NodeJson.Default.NodeMessage);
        _ = AcceptAsync();
    }

    internal string HolderSocket => Path.Combine(_folder, "holder.sock");

    internal string EngineSocket => Path.Combine(_folder, "engine.sock");

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _holder.Dispose();
        _engine.Dispose();
        _resp.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync(_stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task ServeAsync(MessageSocket<NodeMessage> socket)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            using (socket)
            {
                await socket.SendAsync(new VolumePublished("v-holder", "tenant", "holder-0", "uid-holder", "default", "pool", VolumeRole.Holder), [_holder]);
                await socket.SendAsync(new VolumePublished("v-engine", "tenant", "engine", "uid-engine", "default", "pool", VolumeRole.Engine), [_engine, _resp]);
                await socket.SendAsync(new Synced());
                while (await socket.ReceiveAsync(_stopping.Token) is { } received)
                {
                    using (received)
                        await socket.SendAsync(Answer((NodeRequest)received.Message, sizes));
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The agent was killed.
        }
    }

    private static NodeAnswer Answer(NodeRequest request, Dictionary<string, long> sizes)
    {
        switch (request)
        {
            case Prepare prepare:
                sizes[prepare.ExtentId] = prepare.Bytes;
                return new Done(request.Id);
            case LockExtent locked:
                return new Locked(request.Id, sizes.GetValueOrDefault(locked.ExtentId));
            case FindMappers:
                return new Mappers(request.Id, [], true);
            default:
                return new Done(request.Id);
        }
    }
}
