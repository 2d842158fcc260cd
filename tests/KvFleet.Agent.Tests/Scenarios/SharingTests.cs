using System.Net.Sockets;
using System.Text;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Protocol.Store;
using KvFleet.Protocol.Volume;
using KvFleet.TestClient;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

/// <summary>Pods of other namespaces than the pool's: nothing, unless its owner says so, and copies then.</summary>
public sealed class SharingTests
{
    private const long Stride = 64 * 1024;
    private const string Fingerprint = "model=llama\n";
    private static readonly byte[] Key = "key"u8.ToArray();
    private static readonly DesiredSharing ToRead = new(["guests"], MayStore: false);
    private static readonly DesiredSharing ToWrite = new(["guests"], MayStore: true);

    [Fact]
    public async Task Row_KVShare_a_private_pool_is_out_of_reach_of_other_namespaces()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, DesiredSharing.Private);
        var path = Publish(agent, "stranger", "strangers");

        var refused = await Eventually.ThrowsAsync<StoreRefusedException>(() => Connect(path), "an answer");

        refused.Status.ShouldBe(FrameStatus.NotReady);
        refused.Message.ShouldContain("is not shared with namespace strangers");
        using var redis = await ConnectAsync(agent, "stranger");
        Ask(redis, "SET k v").ShouldStartWith("-NOPERM");
        Ask(redis, "GET k").ShouldBe("$-1\r\n");
    }

    [Fact]
    public async Task Row_KVShare_a_namespace_that_is_listed_gets_copies_and_others_nothing()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, ToRead);
        using var owner = await ConnectAsync(await OwnAsync(agent));
        owner.Put([Key], [Value(1)]).ShouldBe([CommitResult.Committed]);

        using var guest = await ConnectAsync(Publish(agent, "guest", "guests"));

        guest.IsMapped.ShouldBeFalse();
        guest.TryFind(Key, out _, out _).ShouldBeFalse("no key table either");
        Load(guest).ShouldBe(Value(1));
        Should.Throw<StoreRefusedException>(() => guest.Put([[9]], [Value(9)])).Message.ShouldContain("spec.sharing.access");
        Should.Throw<StoreRefusedException>(() => guest.Remove([Key])).Status.ShouldBe(FrameStatus.NotAllowed);
        Should.Throw<StoreRefusedException>(() => guest.Pin([Key], 10)).Status.ShouldBe(FrameStatus.NotAllowed);
        using var redis = await ConnectAsync(agent, "guest");
        Ask(redis, "STRLEN key").ShouldBe($":{Stride}\r\n");
        Ask(redis, "SET k v").ShouldStartWith("-NOPERM This client may not change pool pool");
        Ask(redis, "DEL key").ShouldStartWith("-NOPERM");
        await Eventually.ThrowsAsync<StoreRefusedException>(() => Connect(Publish(agent, "stranger", "strangers")), "an answer");
    }

    [Fact]
    public async Task Who_may_write_stores_over_the_socket_what_the_owner_then_finds()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, ToWrite);
        using var owner = await ConnectAsync(await OwnAsync(agent));
        using var guest = await ConnectAsync(Publish(agent, "guest", "guests"));

        guest.Put([Key], [Value(2)]).ShouldBe([CommitResult.Committed]);

        guest.IsMapped.ShouldBeFalse();
        Load(owner).ShouldBe(Value(2));
        using var redis = await ConnectAsync(agent, "guest");
        Ask(redis, "DEL key").ShouldBe(":1\r\n");
    }

    [Fact]
    public async Task A_guest_that_may_only_read_does_not_say_what_the_pools_bytes_are()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, ToRead);
        using var guest = await ConnectAsync(Publish(agent, "guest", "guests"), "model=other\n");

        using var owner = await ConnectAsync(await OwnAsync(agent));

        owner.Put([Key], [Value(1)]).ShouldBe([CommitResult.Committed]);
        Should.Throw<StoreRefusedException>(() => Connect(agent.Node.PathOf("guest"), "model=other\n")).Status.ShouldBe(FrameStatus.FingerprintMismatch);
    }

    [Fact]
    public async Task What_is_not_shared_any_more_is_cut_off_at_once_and_what_is_shared_later_is_reached()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, ToRead);
        using var owner = await ConnectAsync(await OwnAsync(agent));
        owner.Put([Key], [Value(1)]);
        using var guest = await ConnectAsync(Publish(agent, "guest", "guests"));
        using var redis = await ConnectAsync(agent, "guest");

        Want(agent, DesiredSharing.Private);

        await Eventually.ThrowsAsync<IOException>(() => Load(guest), "the connection ends");
        await Eventually.TrueAsync(() => Ask(redis, "EXISTS key") == ":0\r\n", "nothing is found");
        Load(owner).ShouldBe(Value(1), "the owner's stay");
        Want(agent, ToWrite);
        using var again = await ConnectAsync(agent.Node.PathOf("guest"));
        Load(again).ShouldBe(Value(1));
        again.Put([[9]], [Value(9)]).ShouldBe([CommitResult.Committed]);
    }

    private static async Task<TestHolder> ReadyAsync(AgentHarness agent, DesiredSharing sharing)
    {
        Want(agent, sharing);
        var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        return holder;
    }

    private static void Want(AgentHarness agent, DesiredSharing sharing) =>
        agent.WantPools(Pool("pool", Hold("h0", 16L << 20)) with { RowStrideBytes = Stride, Sharing = sharing });

    private static string Publish(AgentHarness agent, string pod, string @namespace) =>
        agent.Node.Publish(pod, VolumeRole.Engine, @namespace: @namespace, poolNamespace: "tenant");

    private static async Task<string> OwnAsync(AgentHarness agent)
    {
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        return path;
    }

    private static StoreClient Connect(string path, string fingerprint = Fingerprint) => StoreClient.Connect(path, new StoreClientOptions { Fingerprint = fingerprint, Stride = Stride });

    // A volume that was just published, or whose rights just changed, may not be served yet.
    private static async Task<StoreClient> ConnectAsync(string path, string fingerprint = Fingerprint)
    {
        StoreClient? client = null;
        await Eventually.TrueAsync(
            () =>
            {
                try
                {
                    client = Connect(path, fingerprint);
                }
                catch (Exception e) when (e is IOException or StoreRefusedException { Status: FrameStatus.NotReady })
                {
                    return false;
                }

                return true;
            },
            "connected");
        return client!;
    }

    private static async Task<Socket> ConnectAsync(AgentHarness agent, string pod)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(agent.Node.RespPath(pod)), TestContext.Current.CancellationToken);
        return socket;
    }

    // All replies here are one line.
    private static string Ask(Socket socket, string command)
    {
        socket.Send(Encoding.ASCII.GetBytes(command + "\r\n"));
        var reply = new StringBuilder();
        var one = new byte[1];
        while (!reply.ToString().EndsWith("\r\n", StringComparison.Ordinal) && socket.Receive(one) > 0)
            reply.Append((char)one[0]);
        return reply.ToString();
    }

    private static byte[] Load(StoreClient client)
    {
        var bytes = new byte[Stride];
        client.Get([Key], [bytes])[0].ShouldBe((int)Stride);
        return bytes;
    }

    private static byte[] Value(int number)
    {
        var bytes = new byte[Stride];
        RowContent.Fill(bytes, number);
        return bytes;
    }
}
