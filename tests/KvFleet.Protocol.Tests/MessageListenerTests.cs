using KvFleet.Native;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;

namespace KvFleet.Protocol.Tests;

public sealed class MessageListenerTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kvfleet-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string SocketPath => Path.Combine(_directory.FullName, "kvfleet.sock");

    [Fact]
    public async Task A_client_connects_talks_and_ends()
    {
        using var listener = MessageListener.Bind(SocketPath, Mode, VolumeJson.Default.VolumeMessage);
        var accepting = listener.AcceptAsync(Token).AsTask();
        using var client = MessageSocket.Connect(SocketPath, VolumeJson.Default.VolumeMessage);
        using var served = await accepting;
        await client.SendAsync(new Hello(1, "c"), cancellationToken: Token);
        using (var received = await served.ReceiveAsync(Token))
            received.ShouldNotBeNull().Message.ShouldBe(new Hello(1, "c"));
        client.Dispose();
        (await served.ReceiveAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_listening_socket_that_was_passed_on_serves_as_well()
    {
        // What node does for serve: bind in the volume, hand the listener over, keep a copy.
        using var bound = MessageListener.Bind(SocketPath, Mode, VolumeJson.Default.VolumeMessage);
        var (node, serve) = MessageSocket.CreatePair(NodeJson.Default.NodeMessage);
        using (node)
        using (serve)
        {
            await node.SendAsync(new VolumePublished("v", "ns", "pod", "uid", "default", "pool", VolumeRole.Holder), [bound.Socket], Token);
            using var received = (await serve.ReceiveAsync(Token)).ShouldNotBeNull();
            using var listener = MessageListener.Adopt(received.Take(0), VolumeJson.Default.VolumeMessage);
            using var client = MessageSocket.Connect(SocketPath, VolumeJson.Default.VolumeMessage);
            using var served = await listener.AcceptAsync(Token);
            await served.SendAsync(new Welcome(1, VolumeRole.Holder, "ns/pool", 0), cancellationToken: Token);
            using var welcome = await client.ReceiveAsync(Token);
            welcome.ShouldNotBeNull().Message.ShouldBeOfType<Welcome>();
        }
    }

    [Fact]
    public async Task Many_clients_at_once_are_all_accepted()
    {
        using var listener = MessageListener.Bind(SocketPath, Mode, VolumeJson.Default.VolumeMessage);
        var clients = Enumerable.Range(0, 40).Select(_ => MessageSocket.Connect(SocketPath, VolumeJson.Default.VolumeMessage)).ToList();
        for (var number = 0; number < clients.Count; number++)
            (await listener.AcceptAsync(Token)).Dispose();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Accepting_can_be_cancelled_and_disposed()
    {
        var listener = MessageListener.Bind(SocketPath, Mode, VolumeJson.Default.VolumeMessage);
        using var cancellation = new CancellationTokenSource();
        var accepting = listener.AcceptAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(accepting);
        accepting = listener.AcceptAsync(Token).AsTask();
        listener.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(accepting);
    }

    [Fact]
    public void What_is_no_socket_cannot_be_adopted_and_is_closed()
    {
        var name = $"not-a-listener-{Guid.NewGuid():N}";
        var file = MemoryFile.Create(name, 4096);
        Should.Throw<NativeException>(() => MessageListener.Adopt(new Descriptor(file.Detach()), VolumeJson.Default.VolumeMessage));
        PacketTests.OpenFiles(name).ShouldBe(0);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
