using KvFleet.Resp.Tests.Harness;
using KvFleet.Testing;

namespace KvFleet.Resp.Tests.Connections;

public sealed class BadClientTests
{
    [Theory]
    [InlineData("*3000000000\r\n", "ERR Protocol error: invalid multibulk length")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$-10\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$9223372036854775807\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("SET \"x\r\n", "ERR Protocol error: unbalanced quotes in request")]
    public void Who_breaks_the_protocol_is_told_and_cut_off(string request, string error)
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("+PONG\r\n", "PING");
        client.Send(request);
        client.ExpectError(error);
        client.ExpectEnd();
        fixture.Endpoint.Refused.ShouldBe(1);
    }

    [Fact]
    public async Task Random_bytes_do_no_harm()
    {
        using var fixture = new RespFixture();
        for (var seed = 0; seed < 200; seed++)
        {
            using var client = fixture.Connect();
            var bytes = Requests.Random(seed, 5000);
            if (seed % 2 == 0)
                "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4000\r\n"u8.CopyTo(bytes);
            SendUntilCutOff(client, bytes);
        }

        using var other = fixture.Connect();
        other.Ask("+PONG\r\n", "PING");
        await RespFixture.UntilAsync(() => fixture.Endpoint.Connections == 1 && fixture.Pool.Store.Statistics.Holds == 0);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_nobody_else_and_little_of_the_pool()
    {
        using var fixture = new RespFixture(rows: 512);
        using var slow = fixture.Connect();
        var value = Requests.Random(1, 1 << 20);
        slow.Ask("+OK\r\n"u8.ToArray(), Requests.Of("SET"u8.ToArray(), "k"u8.ToArray(), value));
        slow.Send(Requests.Of(["MGET", .. Enumerable.Repeat("k", 1000)]));
        slow.Send(Enumerable.Range(0, 100).SelectMany(static _ => Requests.Of("GET", "k")).ToArray());
        await RespFixture.UntilAsync(() => fixture.Pool.Store.Statistics.Holds > 0);

        using var quick = fixture.Connect();
        for (var i = 0; i < 100; i++)
            quick.Ask(Requests.Bulk(value), Requests.Of("GET", "k"));
        fixture.Pool.Store.Statistics.Holds.ShouldBeLessThanOrEqualTo(RespLimits.PauseLeases + 1);

        // And it gets everything once it reads.
        slow.Expect("*1000\r\n");
        for (var i = 0; i < 1100; i++)
            slow.Expect(Requests.Bulk(value));
    }

    [Fact]
    public async Task Who_stops_in_the_middle_is_cut_off_after_a_while()
    {
        var time = new FakeTimeProvider();
        using var fixture = new RespFixture(time: time);
        using var stalled = fixture.Connect();
        using var idle = fixture.Connect();
        using var other = fixture.Connect();
        stalled.Send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000\r\nabc");
        idle.Ask("+PONG\r\n", "PING");
        await RespFixture.UntilAsync(() => fixture.Pool.Store.Statistics.Holds == 1);
        time.Advance(TimeSpan.FromSeconds(59));
        other.Ask("+PONG\r\n", "PING");
        fixture.Endpoint.Connections.ShouldBe(3);
        time.Advance(TimeSpan.FromSeconds(10));
        other.Ask("+PONG\r\n", "PING");
        await RespFixture.UntilAsync(() => fixture.Endpoint.Connections == 2);
        fixture.Pool.Store.Statistics.Holds.ShouldBe(0);
        idle.Ask("+PONG\r\n", "PING");
    }

    [Fact]
    public void One_connection_too_many_is_refused()
    {
        using var fixture = new RespFixture(connections: 2);
        using var first = fixture.Connect();
        using var second = fixture.Connect();
        first.Ask("+PONG\r\n", "PING");
        second.Ask("+PONG\r\n", "PING");
        using var third = fixture.Connect();
        third.Expect("-ERR max number of clients reached\r\n");
        third.ExpectEnd();
    }

    [Fact]
    public async Task A_thousand_idle_connections_cost_little()
    {
        using var fixture = new RespFixture(threads: 2);
        var clients = new List<RespClient>();
        using (var warm = fixture.Connect())
            warm.Ask("+PONG\r\n", "PING");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                clients.Add(fixture.Connect());
                clients[^1].Ask("+PONG\r\n", "PING");
            }

            await RespFixture.UntilAsync(() => fixture.Endpoint.Connections == 1000);
            // The clients' own half of it included.
            ((GC.GetTotalMemory(forceFullCollection: true) - before) / 1000).ShouldBeLessThan(4096);
            fixture.Endpoint.Budget.Used.ShouldBe(0);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public void Unfinished_commands_are_bounded_together()
    {
        using var fixture = new RespFixture();
        var clients = new List<RespClient>();
        try
        {
            var refused = 0;
            for (var i = 0; i < 12 && refused == 0; i++)
            {
                var client = fixture.Connect();
                clients.Add(client);
                var request = Requests.Of(["MGET", .. Enumerable.Repeat(new string('k', 60_000), 15), "rest"]);
                SendUntilCutOff(client, request.AsSpan(0, request.Length - 3));
                refused = (int)fixture.Endpoint.Refused;
                SpinWait.SpinUntil(() => fixture.Endpoint.Budget.Used >= (clients.Count - 1) * 1_000_000 || fixture.Endpoint.Refused > 0, TimeSpan.FromSeconds(20));
            }

            SpinWait.SpinUntil(() => fixture.Endpoint.Refused > 0, TimeSpan.FromSeconds(20)).ShouldBeTrue();
            fixture.Endpoint.Budget.Used.ShouldBeLessThanOrEqualTo(RespEndpoint.BufferBytes);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    [Fact]
    public void The_last_words_of_who_closes_its_half_are_answered()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Send("SET k v\r\nGET k\r\n");
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        client.Expect("+OK\r\n$1\r\nv\r\n");
        client.ExpectEnd();
    }

    [Fact]
    public void Quit_is_answered_and_ends_the_connection()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Send("PING\r\nQUIT\r\nPING\r\n");
        client.Expect("+PONG\r\n+OK\r\n");
        client.ExpectEnd();
    }

    [Fact]
    public void A_socket_that_is_given_up_cuts_its_clients_off()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000\r\nabc");
        client.Send(new byte[1000]);
        fixture.Listener.Dispose();
        fixture.Pool.Store.Statistics.Holds.ShouldBe(0);
        client.ExpectEnd();
    }

    private static void SendUntilCutOff(RespClient client, ReadOnlySpan<byte> bytes)
    {
        try
        {
            client.Send(bytes);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // It was cut off before it had said everything.
        }
    }
}
