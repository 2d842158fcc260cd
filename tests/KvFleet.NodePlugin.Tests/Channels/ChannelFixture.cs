using KvFleet.Native;
using KvFleet.NodePlugin.Channels;
using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Mappers;
using KvFleet.NodePlugin.Memory;
using KvFleet.NodePlugin.Tests.Memory;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.Protocol;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.NodePlugin.Tests.Channels;

/// <summary>The node's side of the channel on a real socket, and clients that play <c>serve</c>.</summary>
internal sealed class ChannelFixture : IAsyncDisposable
{
    private readonly NodeMetrics _metrics = new();
    private readonly NodeRequestHandler _handler;

    public ChannelFixture(int? serveUserId = null)
    {
        Options = Node.Options with { ServeUserId = serveUserId ?? Privilege.UserId, ProcDirectory = "/proc" };
        Locker = new ExtentLocker(Mapper, _metrics, NullLogger<ExtentLocker>.Instance);
        var scanner = new MapperScanner(Options, _metrics, Time, NullLogger<MapperScanner>.Instance);
        _handler = new NodeRequestHandler(Locker, scanner, Node.Volumes, Shared = Node.NewShared());
        Node.Volumes.Subscribe(_handler);
        Server = new ChannelServer(Options, Node.Volumes, _handler, _metrics, Time, NullLogger<ChannelServer>.Instance);
        Server.Start();
    }

    public Node Node { get; } = new();

    public SharedFilesystems Shared { get; }

    public NodeOptions Options { get; }

    public FakeTimeProvider Time { get; } = new();

    public FakeExtentMapper Mapper { get; } = new();

    public ExtentLocker Locker { get; }

    public ChannelServer Server { get; }

    public MessageSocket<NodeMessage> Connect() => MessageSocket.Connect(Options.ChannelSocket, NodeJson.Default.NodeMessage);

    /// <summary>Connects and reads up to and including <see cref="Synced"/>.</summary>
    public async Task<MessageSocket<NodeMessage>> ConnectSyncedAsync()
    {
        var socket = Connect();
        while (await ReceiveAsync(socket) is not Synced)
        {
            // The replay, which other tests look at.
        }

        return socket;
    }

    public static async Task<NodeMessage?> ReceiveAsync(MessageSocket<NodeMessage> socket)
    {
        using var received = await socket.ReceiveAsync(TestContext.Current.CancellationToken);
        return received?.Message;
    }

    public static async Task<NodeMessage?> AskAsync(MessageSocket<NodeMessage> socket, NodeRequest request, MemoryFile? file = null)
    {
        using (file)
            await socket.SendAsync(request, file is null ? [] : [file], TestContext.Current.CancellationToken);
        return await ReceiveAsync(socket);
    }

    /// <summary>Waits for something that happens on another thread. Bounded only so that a broken test ends.</summary>
    public static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var turn = 0; !condition(); turn++)
        {
            turn.ShouldBeLessThan(3000, "it never happened");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Shared.DisposeAsync();
        _handler.Dispose();
        _metrics.Dispose();
        Node.Dispose();
    }
}
