using System.Text;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Native;
using KvFleet.Protocol.Store;
using KvFleet.Protocol.Volume;
using KvFleet.TestClient;

namespace KvFleet.Agent.Tests.Scenarios;

/// <summary>A thousand clients that say hello and then nothing.</summary>
public sealed class IdleConnectionTests
{
    private const int Clients = 1000;
    private const long Stride = 64 * 1024;
    private const string Fingerprint = "dtype=bf16\n";

    // Both ends are in this process; measured are 5 KiB.
    private const long MostBytesEach = 16 * 1024;

    [Fact]
    public async Task A_thousand_idle_clients_of_one_volume_take_little_and_others_are_served_beside_them()
    {
        await using var agent = AgentHarness.Start();
        agent.WantPools(AgentHarness.Pool("pool", AgentHarness.Hold("h0", 16L << 20)) with { RowStrideBytes = Stride });
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        var hello = Hello();
        using var first = Connect(path);
        first.Put([[1]], [new byte[Stride]]).ShouldBe([CommitResult.Committed]);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var idle = new List<UnixSocket>();
        var reply = new byte[StoreLimits.MaxFrameBytes];
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                var socket = UnixSocket.Connect(path);
                idle.Add(socket);
                SocketDescriptors.TrySend(socket, hello, []).ShouldBeTrue();
                SocketPoll.WaitReadable(socket, TimeSpan.FromSeconds(30)).ShouldBeTrue($"hello of client {i} is answered");
                SocketDescriptors.TryReceive(socket, reply, 0, out var packet).ShouldBeTrue();
                FrameHeader.Read(reply.AsSpan(0, packet.Length)).Status.ShouldBe(FrameStatus.Ok, $"client {i}");
            }

            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Clients;
            TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes of managed memory for each idle connection");
            each.ShouldBeLessThan(MostBytesEach);
            using var last = Connect(path);
            last.Get([[1]], [new byte[Stride]]).ShouldBe([(int)Stride]);
            (await agent.Runtime.Loop.AskAsync(() => agent.Runtime.Volumes.Volumes.Single(volume => volume.Identity.PodName == "engine").Connections, CancellationToken.None)).ShouldBe(Clients + 2);
        }
        finally
        {
            idle.ForEach(static socket => socket.Dispose());
        }

        await Eventually.TrueAsync(
            () => agent.Runtime.Loop.AskAsync(() => agent.Runtime.Volumes.Volumes.Single(volume => volume.Identity.PodName == "engine").Connections <= 2, CancellationToken.None), () => "all are gone");
    }

    private static StoreClient Connect(string path) => StoreClient.Connect(path, new StoreClientOptions { Fingerprint = Fingerprint, Stride = Stride });

    private static byte[] Hello()
    {
        var text = Encoding.UTF8.GetBytes(Fingerprint);
        var writer = new FrameWriter(new byte[StoreLimits.MaxFrameBytes]);
        writer.UInt32(StoreLimits.Version);
        writer.UInt32(0);
        writer.UInt64((ulong)Stride);
        writer.Key(text);
        writer.Key("idle"u8);
        return writer.Finish(FrameType.Hello, 1).ToArray();
    }
}
