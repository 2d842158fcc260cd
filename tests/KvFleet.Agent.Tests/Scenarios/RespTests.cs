using System.Net.Sockets;
using System.Text;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Tests.Scenarios;

/// <summary>The Redis protocol on the socket of an engine's volume, over a holder's memory.</summary>
public sealed class RespTests
{
    private const long HolderBytes = 16L << 20;
    private const long Stride = 64 * 1024;

    [Fact]
    public async Task A_pool_is_served_as_soon_as_it_has_memory_and_keeps_its_values_when_the_agent_restarts()
    {
        await using var agent = AgentHarness.Start();
        agent.Node.Publish("engine", VolumeRole.Engine);
        using (var early = await ConnectAsync(agent))
        {
            Ask(early, "GET k").ShouldBe("$-1\r\n");
            Ask(early, "SET k v").ShouldStartWith("-LOADING Pool pool has no memory on this node yet");
        }

        await using var holder = await ReadyAsync(agent, "h0");
        using (var client = await ConnectAsync(agent))
        {
            await Eventually.TrueAsync(() => Ask(client, "SET k value") == "+OK\r\n", "stored");
            Ask(client, "GET k").ShouldBe("$5\r\nvalue\r\n");
            await agent.StopAgentAsync();
            client.Receive(new byte[1]).ShouldBe(0);
        }

        agent.StartAgent();
        await agent.ReadyAsync();
        using var after = await ConnectAsync(agent);
        await Eventually.TrueAsync(() => Ask(after, "GET k") == "$5\r\nvalue\r\n", "still there");
    }

    [Fact]
    public async Task A_volume_that_is_unpublished_cuts_its_clients_off()
    {
        await using var agent = AgentHarness.Start();
        await using var holder = await ReadyAsync(agent, "h0");
        agent.Node.Publish("engine", VolumeRole.Engine);
        using var client = await ConnectAsync(agent);
        Ask(client, "PING").ShouldBe("+PONG\r\n");

        agent.Node.Unpublish("engine");

        client.Receive(new byte[1]).ShouldBe(0);
    }

    private static async Task<TestHolder> ReadyAsync(AgentHarness agent, string name)
    {
        agent.WantPools(AgentHarness.Pool("pool", AgentHarness.Hold(name, HolderBytes)) with { RowStrideBytes = Stride });
        var holder = agent.AddHolder(name);
        await agent.ReadyAsync();
        return holder;
    }

    private static async Task<Socket> ConnectAsync(AgentHarness agent)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(agent.Node.RespPath("engine")), TestContext.Current.CancellationToken);
        return socket;
    }

    private static string Ask(Socket socket, string command)
    {
        socket.Send(Encoding.ASCII.GetBytes(command + "\r\n"));
        var reply = new byte[4096];
        var length = 0;
        // The replies here are one line, or a value and its length in one piece each.
        do
            length += socket.Receive(reply.AsSpan(length));
        while (!Encoding.ASCII.GetString(reply, 0, length).EndsWith("\r\n", StringComparison.Ordinal) || (reply[0] == '$' && reply[1] != '-' && reply.AsSpan(0, length).Count((byte)'\n') < 2));
        return Encoding.ASCII.GetString(reply, 0, length);
    }
}
