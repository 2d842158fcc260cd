using System.Globalization;
using KvFleet.Resp.Tests.Harness;

namespace KvFleet.Resp.Tests.Commands;

public sealed class ServerCommandTests
{
    [Fact]
    public void Clients_that_connect_get_what_they_ask()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("+PONG\r\n", "PING");
        client.Ask("$2\r\nhi\r\n", "PING", "hi");
        client.Ask("$2\r\nhi\r\n", "ECHO", "hi");
        client.Ask("+OK\r\n", "SELECT", "0");
        client.Ask("+OK\r\n", "CLIENT", "SETNAME", "engine");
        client.Ask("$6\r\nengine\r\n", "CLIENT", "GETNAME");
        client.Ask("+OK\r\n", "CLIENT", "SETINFO", "LIB-NAME", "redis-py");
        client.Ask("*4\r\n$4\r\nsave\r\n$0\r\n\r\n$10\r\nappendonly\r\n$2\r\nno\r\n", "CONFIG", "GET", "save", "appendonly");
        client.Ask("*0\r\n", "CONFIG", "GET", "nothing-like-this");
        client.Send(Requests.Of("SELECT", "1"));
        client.ExpectError("ERR DB index is out of range");
        client.Send(Requests.Of("CONFIG", "SET", "maxmemory", "1"));
        client.ExpectError("ERR settings of a pool");
        client.Send(Requests.Of("AUTH", "x"));
        client.ExpectError("ERR AUTH was called, but no password is set");
    }

    [Fact]
    public void Version_3_says_more_with_types()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Send(Requests.Of("HELLO", "3", "SETNAME", "x"));
        client.Expect("%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.0.0\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n");
        client.Line().ShouldStartWith(":");
        client.Expect("$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n");
        client.Ask("_\r\n", "GET", "none");
        client.Ask("%1\r\n$4\r\nsave\r\n$0\r\n\r\n", "CONFIG", "GET", "save");
        client.Ask("*2\r\n_\r\n_\r\n", "MGET", "a", "b");
        client.Send(Requests.Of("INFO", "server"));
        client.Line().ShouldStartWith("=");
        client.Expect("txt:# Server");
        using var other = fixture.Connect();
        other.Send(Requests.Of("HELLO", "4"));
        other.ExpectError("NOPROTO");
        other.Send(Requests.Of("HELLO", "2"));
        other.Expect("*14\r\n");
    }

    [Fact]
    public void Without_the_password_nothing_is_served()
    {
        using var fixture = new RespFixture(password: "secret");
        using var client = fixture.Connect();
        client.Ask("-NOAUTH Authentication required.\r\n", "GET", "k");
        client.Ask("-NOAUTH Authentication required.\r\n", "SET", "k", "v");
        client.Ask("-NOAUTH Authentication required.\r\n", "NONSENSE");
        client.Send(Requests.Of("HELLO", "3"));
        client.ExpectError("NOAUTH");
        client.Send(Requests.Of("AUTH", "wrong"));
        client.ExpectError("WRONGPASS");
        client.Send(Requests.Of("AUTH", "someone", "secret"));
        client.ExpectError("WRONGPASS");
        client.Ask("+OK\r\n", "AUTH", "secret");
        client.Ask("+OK\r\n", "SET", "k", "v");
        client.Ask("+RESET\r\n", "RESET");
        client.Ask("-NOAUTH Authentication required.\r\n", "GET", "k");
        client.Send(Requests.Of("HELLO", "3", "AUTH", "default", "secret"));
        client.Expect("%7\r\n");
    }

    [Fact]
    public void Keys_are_listed_some_at_a_time()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        for (var i = 0; i < 100; i++)
            client.Ask("+OK\r\n", "SET", string.Create(CultureInfo.InvariantCulture, $"key:{i}"), "v");
        var (cursor, seen) = ("0", new HashSet<string>(StringComparer.Ordinal));
        do
        {
            client.Send(Requests.Of("SCAN", cursor, "COUNT", "7", "MATCH", "key:?*"));
            client.Line().ShouldBe("*2\r\n");
            client.Line();
            cursor = client.Line().TrimEnd();
            var count = int.Parse(client.Line()[1..], CultureInfo.InvariantCulture);
            for (var i = 0; i < count; i++)
            {
                client.Line();
                seen.Add(client.Line());
            }
        }
        while (cursor != "0");
        seen.Count.ShouldBe(100);
        client.Ask("*2\r\n$1\r\n0\r\n*1\r\n$5\r\nkey:7\r\n", "SCAN", "0", "COUNT", "1000", "MATCH", "key:7");
        client.Ask("*2\r\n$1\r\n0\r\n*0\r\n", "SCAN", "0", "COUNT", "1000", "TYPE", "list");
        client.Send(Requests.Of("SCAN", "x"));
        client.ExpectError("ERR invalid cursor");
        client.Ask(":100\r\n", "DBSIZE");
        client.Ask("+OK\r\n", "FLUSHDB");
        client.Ask(":0\r\n", "DBSIZE");
    }

    [Fact]
    public void Values_can_be_asked_about()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("+OK\r\n", "SET", "k", "12345");
        client.Ask("+string\r\n", "TYPE", "k");
        client.Ask("+none\r\n", "TYPE", "none");
        client.Ask("$3\r\nraw\r\n", "OBJECT", "ENCODING", "k");
        client.Ask("$-1\r\n", "OBJECT", "ENCODING", "none");
        client.Ask(":261\r\n", "MEMORY", "USAGE", "k");
        client.Ask("$-1\r\n", "MEMORY", "USAGE", "none");
        client.Ask(":1\r\n", "TOUCH", "k", "none");
    }

    [Fact]
    public void The_commands_are_listed()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("*2\r\n*6\r\n$3\r\nget\r\n:2\r\n*2\r\n+readonly\r\n+fast\r\n:1\r\n:1\r\n:1\r\n$-1\r\n", "COMMAND", "INFO", "get", "none");
        client.Send(Requests.Of("COMMAND", "DOCS", "get"));
        client.Expect("*2\r\n$3\r\nget\r\n*4\r\n$7\r\nsummary\r\n");
    }

    [Fact]
    public void A_pool_without_memory_says_so_and_misses()
    {
        using var fixture = new RespFixture { IsReady = false };
        using var client = fixture.Connect();
        client.Ask("$-1\r\n", "GET", "k");
        client.Send(Requests.Of("SET", "k", "v"));
        client.ExpectError("LOADING Pool llama has no memory on this node yet");
        client.Send(Requests.Of("SET"u8.ToArray(), "k"u8.ToArray(), new byte[300_000]));
        client.ExpectError("LOADING");
        client.Ask("+PONG\r\n", "PING");
        fixture.IsReady = true;
        client.Ask("+OK\r\n", "SET", "k", "v");
    }
}
