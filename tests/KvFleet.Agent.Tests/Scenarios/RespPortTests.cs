using System.Net;
using System.Net.Sockets;
using System.Text;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Api.Reports;
using KvFleet.Store.Eviction;

namespace KvFleet.Agent.Tests.Scenarios;

/// <summary>A pool's TCP port: it opens when it is assigned and the operator has handed over the password, and changes without a restart.</summary>
public sealed class RespPortTests
{
    private const long Size = 16L << 20;
    private readonly int _port = ClusterFixture.FreePort();

    [Fact]
    public async Task The_port_opens_with_the_password_and_not_before()
    {
        await using var agent = AgentHarness.Start();
        (await GiveAsync(agent, "v1", "secret")).ShouldBe((false, null));
        await using var holder = await ReadyAsync(agent, _port);
        var before = (await agent.ReportAsync(static pool => pool.Resp is not null)).Resp.ShouldNotBeNull();
        (before.Listening, before.Port, before.CredentialsVersion).ShouldBe((false, _port, null));
        before.Message.ShouldNotBeNull().ShouldContain("password");

        (await GiveAsync(agent, "v1", "secret")).ShouldBe((true, null));

        var after = (await agent.ReportAsync()).Pools.Single().Resp.ShouldNotBeNull();
        (after.Listening, after.CredentialsVersion, after.Message).ShouldBe((true, "v1", null));
        using var client = await ConnectAsync(_port);
        Ask(client, "GET k").ShouldStartWith("-NOAUTH");
        Ask(client, "AUTH wrong").ShouldStartWith("-WRONGPASS");
        Ask(client, "AUTH secret").ShouldBe("+OK\r\n");
        Ask(client, "SET k value").ShouldBe("+OK\r\n");
        Ask(client, "STRLEN k").ShouldBe(":5\r\n");
    }

    [Fact]
    public async Task Another_password_counts_for_who_comes_next_and_cuts_nobody_off()
    {
        await using var agent = AgentHarness.Start();
        await using var holder = await ReadyAsync(agent, _port);
        await GiveAsync(agent, "v1", "old");
        using var before = await ConnectAsync(_port);
        Ask(before, "AUTH old").ShouldBe("+OK\r\n");

        await GiveAsync(agent, "v2", "new");

        Ask(before, "PING").ShouldBe("+PONG\r\n");
        using var after = await ConnectAsync(_port);
        Ask(after, "AUTH old").ShouldStartWith("-WRONGPASS");
        Ask(after, "AUTH new").ShouldBe("+OK\r\n");
        (await agent.ReportAsync()).Pools.Single().Resp!.CredentialsVersion.ShouldBe("v2");
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_and_what_was_there_stays_in_use()
    {
        await using var agent = AgentHarness.Start();
        await using var holder = await ReadyAsync(agent, _port);
        await GiveAsync(agent, "v1", "secret");

        (await GiveAsync(agent, "v2", "")).Problem.ShouldNotBeNull();
        (await agent.Runtime.Loop.AskAsync(
            () => (agent.Runtime.Doors.Give("uid-pool", new RespCredentials { Version = "v3", Password = "p", CertificatePem = "x", PrivateKeyPem = "y" }, out var problem), problem),
            CancellationToken.None)).problem.ShouldNotBeNull().ShouldContain("certificate");

        using var client = await ConnectAsync(_port);
        Ask(client, "AUTH secret").ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task A_pool_that_asks_for_TLS_is_not_served_in_clear()
    {
        await using var agent = AgentHarness.Start();
        await using var holder = await ReadyAsync(agent, _port, tls: true);

        (await GiveAsync(agent, "v1", "secret")).ShouldBe((true, null));

        var report = (await agent.ReportAsync()).Pools.Single().Resp.ShouldNotBeNull();
        report.Listening.ShouldBeFalse();
        report.Message.ShouldNotBeNull().ShouldContain("certificate");
        await Should.ThrowAsync<SocketException>(() => ConnectAsync(_port));
    }

    [Fact]
    public async Task A_port_that_is_assigned_no_more_closes_and_cuts_its_clients_off()
    {
        await using var agent = AgentHarness.Start();
        await using var holder = await ReadyAsync(agent, _port);
        await GiveAsync(agent, "v1", "secret");
        using var client = await ConnectAsync(_port);
        Ask(client, "AUTH secret").ShouldBe("+OK\r\n");

        agent.WantPools(AgentHarness.Pool("pool", AgentHarness.Hold("h0", Size)));

        client.Receive(new byte[1]).ShouldBe(0);
        await agent.ReportAsync(static pool => pool.Resp is null);
        await Should.ThrowAsync<SocketException>(() => ConnectAsync(_port));
    }

    [Fact]
    public async Task A_port_that_somebody_has_is_told_and_tried_again()
    {
        await using var agent = AgentHarness.Start();
        using var taken = new TcpListener(IPAddress.IPv6Any, _port);
        taken.Server.DualMode = true;
        taken.Start();
        await using var holder = await ReadyAsync(agent, _port);
        await GiveAsync(agent, "v1", "secret");
        (await agent.ReportAsync()).Pools.Single().Resp!.Message.ShouldNotBeNull().ShouldContain(_port.ToString(System.Globalization.CultureInfo.InvariantCulture));

        taken.Stop();

        await agent.ReportAsync(static pool => pool.Resp is { Listening: true });
    }

    [Fact]
    public async Task Two_pools_may_change_their_ports_with_each_other()
    {
        await using var agent = AgentHarness.Start();
        var other = ClusterFixture.FreePort();
        agent.WantPools(Pool("a", _port), Pool("b", other));
        await agent.Runtime.Loop.AskAsync(
            () => agent.Runtime.Doors.Give("uid-a", Credentials("1", "of-a"), out _) && agent.Runtime.Doors.Give("uid-b", Credentials("1", "of-b"), out _), CancellationToken.None);
        using (var client = await ConnectAsync(_port))
            Ask(client, "AUTH of-a").ShouldBe("+OK\r\n");

        agent.WantPools(Pool("a", other), Pool("b", _port));

        await Eventually.TrueAsync(() => agent.Runtime.Loop.AskAsync(() => agent.Runtime.Doors.Report("uid-a") is { Listening: true } report && report.Port == other, CancellationToken.None), () => "changed");
        using var after = await ConnectAsync(_port);
        Ask(after, "AUTH of-b").ShouldBe("+OK\r\n");
    }

    [Fact]
    public async Task How_blocks_are_kept_follows_the_assignment_also_while_the_pool_is_used()
    {
        await using var agent = AgentHarness.Start();
        await using var holder = await ReadyAsync(agent, _port);
        (await StoreAsync(agent)).Policy.ShouldBe(EvictionPolicy.CostAware);

        agent.WantPools(Pool("pool", _port) with { Store = new DesiredStore(EvictionPolicy.Lru, 0.5, 0.1) });

        await Eventually.TrueAsync(async () => await StoreAsync(agent) is { Policy: EvictionPolicy.Lru, PinnedFraction: 0.5, HeadroomFraction: 0.1 }, () => "changed");
    }

    private static Task<Store.StoreOptions> StoreAsync(AgentHarness agent) =>
        agent.Runtime.Loop.AskAsync(() => agent.Runtime.Context.Stores.Find("tenant", "pool")!.Options, CancellationToken.None);

    private static RespCredentials Credentials(string version, string password) => new() { Version = version, Password = password };

    private static Task<(bool Known, string? Problem)> GiveAsync(AgentHarness agent, string version, string password) =>
        agent.Runtime.Loop.AskAsync(() => (agent.Runtime.Doors.Give("uid-pool", Credentials(version, password), out var problem), problem), CancellationToken.None);

    private static DesiredPool Pool(string name, int port, bool tls = false) =>
        AgentHarness.Pool(name, AgentHarness.Hold(name == "pool" ? "h0" : name, Size)) with { RowStrideBytes = 64 * 1024, Resp = new DesiredResp(port, tls) };

    private static async Task<TestHolder> ReadyAsync(AgentHarness agent, int port, bool tls = false)
    {
        agent.WantPools(Pool("pool", port, tls));
        var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        return holder;
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Ask(Socket socket, string command)
    {
        socket.Send(Encoding.ASCII.GetBytes(command + "\r\n"));
        var reply = new byte[256];
        return Encoding.ASCII.GetString(reply, 0, socket.Receive(reply));
    }
}
