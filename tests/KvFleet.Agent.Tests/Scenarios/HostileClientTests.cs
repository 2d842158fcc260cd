using System.Text;
using KvFleet.Agent.Protocol;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

public sealed class HostileClientTests
{
    public static TheoryData<string, string> BadPackets => new()
    {
        { "not json", "ProtocolError" },
        { "{}", "ProtocolError" },
        { "{\"type\":\"launch\"}", "ProtocolError" },
        { "{\"type\":\"hello\",\"protocol\":99,\"client\":\"x\"}", "UnsupportedProtocol" },
        { "{\"type\":\"hello\"}", "ProtocolError" },
        { "{\"type\":\"map\"}", "ProtocolError" },
        { new string('x', ProtocolLimits.MaxPacketBytes + 1), "ProtocolError" },
    };

    [Theory]
    [MemberData(nameof(BadPackets))]
    public async Task A_bad_introduction_is_refused_with_a_reason(string packet, string reason)
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        using var socket = UnixSocket.Connect(path);

        SocketDescriptors.TrySend(socket, Encoding.UTF8.GetBytes(packet), []).ShouldBeTrue();

        (await ReceiveAsync(socket)).ShouldContain($"\"reason\":\"{reason}\"");
        await ServesOthersAsync(agent);
    }

    public static TheoryData<string> WrongOrders => [nameof(Hello), nameof(Unmapped), nameof(Welcome), nameof(Allocated)];

    [Theory]
    [MemberData(nameof(WrongOrders))]
    public async Task A_message_at_the_wrong_time_is_refused(string what)
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        await using var engine = await EngineClient.ConnectAsync(path, map: false);
        VolumeMessage message = what switch
        {
            nameof(Hello) => new Hello(ProtocolLimits.Version, "again"),
            nameof(Unmapped) => new Unmapped(["uid-h0-0"]),
            nameof(Welcome) => new Welcome(1, VolumeRole.Engine, "tenant/pool", 0),
            _ => new Allocated([]),
        };

        await engine.Socket.SendAsync(message);

        await Eventually.TrueAsync(() => engine.Refusal is not null && engine.IsClosed, "refused and closed");
        engine.Refusal!.Reason.ShouldBe("ProtocolError");
    }

    [Fact]
    public async Task An_engine_that_acknowledges_what_it_never_got_is_refused()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Answers == 1, "served");

        await engine.Socket.SendAsync(new Unmapped(["uid-h0-0"]));

        await Eventually.TrueAsync(() => engine.Refusal?.Reason == "ProtocolError", "refused");
    }

    [Fact]
    public async Task An_engine_that_passes_descriptors_is_refused_and_they_are_closed()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        using var socket = UnixSocket.Connect(path);
        using var file = MemoryFile.Create("gift", 4096);

        SocketDescriptors.TrySend(socket, "{\"type\":\"hello\",\"protocol\":1,\"client\":\"x\"}"u8, [file]).ShouldBeTrue();

        (await ReceiveAsync(socket)).ShouldContain("ProtocolError");
    }

    [Fact]
    public async Task A_flood_is_cut_off()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var flooder = await agent.AddEngineAsync("flooder");
        await Eventually.TrueAsync(() => flooder.Ids.Count == 1, "mapped");

        try
        {
            for (var i = 0; i < 5 * MessageBudget.Burst && flooder.Refusal is null; i++)
                await flooder.Socket.SendAsync(new Unmapped([]));
        }
        catch (IOException)
        {
            // Cut off while it talks.
        }

        await Eventually.TrueAsync(() => flooder.Refusal?.Reason == "TooManyMessages", "cut off");
        await ServesOthersAsync(agent);
    }

    [Fact]
    public async Task An_engine_that_was_cut_off_still_counts_as_a_mapper_until_it_closes()
    {
        await using var agent = Start(drainDeadline: TimeSpan.FromMilliseconds(100));
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("rude");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");
        // As if the descriptors were still unread in its socket: no process shows them.
        agent.Node.Kernel = static _ => [];
        await engine.Socket.SendAsync(new Map());
        await Eventually.TrueAsync(() => engine.Refusal is not null, "cut off");

        agent.Want(Drain("h0"));
        (await agent.ReportAsync(p => p.StuckBytes > 0)).Stuck.Single().PodName.ShouldBe("rude");

        await agent.KillAsync(engine);
        await agent.ReportAsync(p => p.Holders[0].State == Api.Reports.HolderPhase.Drained);
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_sent_away()
    {
        var time = new KvFleet.Testing.FakeTimeProvider();
        await using var agent = Start(time: time);
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        using var socket = UnixSocket.Connect(path);

        var answer = ReceiveAsync(socket);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return answer.IsCompleted;
            },
            "sent away");

        (await answer).ShouldContain("HelloTimeout");
    }

    [Fact]
    public async Task A_volume_serves_a_bounded_number_of_connections()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        var engines = new List<EngineClient>();
        for (var i = 0; i < Volumes.VolumeServer.MaxConnections; i++)
        {
            engines.Add(await EngineClient.ConnectAsync(path));
            // The queue of a listening socket is short; who waits in it is not served yet.
            if (i % 32 == 0)
                await Eventually.TrueAsync(() => engines[^1].Welcomed is not null, "served");
        }

        await Eventually.TrueAsync(() => engines.TrueForAll(e => e.Welcomed is not null), "all served");

        await using var tooMany = await EngineClient.ConnectAsync(path);
        await Eventually.TrueAsync(() => tooMany.Refusal?.Reason == "TooManyConnections", "refused");

        foreach (var engine in engines)
            await engine.DisposeAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await using var next = await EngineClient.ConnectAsync(path);
                await Eventually.TrueAsync(() => next.Welcomed is not null || next.Refusal is not null, "answered");
                return next.Welcomed is not null;
            },
            () => "served again");
    }

    private static async Task ServesOthersAsync(AgentHarness agent)
    {
        var other = await agent.AddEngineAsync("other");
        await Eventually.TrueAsync(() => other.Welcomed is not null, "others are served");
    }

    private static async Task<string> ReceiveAsync(UnixSocket socket)
    {
        using var readiness = ReadinessLoop.Shared.Watch(socket);
        var buffer = new byte[ProtocolLimits.MaxPacketBytes];
        while (true)
        {
            if (SocketDescriptors.TryReceive(socket, buffer, 0, out var packet))
                return Encoding.UTF8.GetString(buffer, 0, packet.Length);
            await readiness.WaitReadableAsync(TestContext.Current.CancellationToken);
        }
    }
}
