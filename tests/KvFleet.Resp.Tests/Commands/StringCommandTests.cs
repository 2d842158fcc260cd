using KvFleet.Resp.Tests.Harness;
using KvFleet.Testing;

namespace KvFleet.Resp.Tests.Commands;

public sealed class StringCommandTests
{
    [Fact]
    public void What_was_set_is_got()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("$-1\r\n", "GET", "k");
        client.Ask("+OK\r\n", "SET", "k", "value");
        client.Ask("$5\r\nvalue\r\n", "GET", "k");
        client.Ask(":5\r\n", "STRLEN", "k");
        client.Ask("+OK\r\n", "set", "k", "other");
        client.Ask("$5\r\nother\r\n", "gEt", "k");
        client.Ask(":0\r\n", "STRLEN", "none");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(168)]
    [InlineData(169)]
    [InlineData(65_536)]
    public void Keys_of_any_length_up_to_64_KiB_are_served(int length)
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        var key = Requests.Random(length, length);
        var value = Requests.Random(1, 100_000);
        client.Ask("+OK\r\n"u8.ToArray(), Requests.Of("SET"u8.ToArray(), key, value));
        client.Ask(Requests.Bulk(value), Requests.Of("GET"u8.ToArray(), key));
        client.Ask(":100000\r\n"u8.ToArray(), Requests.Of("STRLEN"u8.ToArray(), key));
        client.Ask(Requests.Bulk(value.AsSpan(10, 91)), Requests.Of("GETRANGE"u8.ToArray(), key, "10"u8.ToArray(), "100"u8.ToArray()));
        client.Send(Requests.Of("SCAN", "0"));
        client.Expect([.. "*2\r\n$1\r\n0\r\n*1\r\n"u8, .. Requests.Bulk(key)]);
        client.Ask(":1\r\n"u8.ToArray(), Requests.Of("DEL"u8.ToArray(), key));
        client.Ask("$-1\r\n"u8.ToArray(), Requests.Of("GET"u8.ToArray(), key));
    }

    [Fact]
    public void A_key_of_1_MiB_is_refused_and_the_connection_goes_on()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        var key = new string('k', 1 << 20);
        client.Send(Requests.Of("GET", key));
        client.ExpectError("ERR argument 1 of 'get' is longer than 65536 bytes");
        client.Send(Requests.Of("SET", key, "v"));
        client.ExpectError("ERR argument 1 of 'set' is longer than 65536 bytes");
        client.Ask("+PONG\r\n", "PING");
        fixture.Pool.Store.Statistics.Keys.ShouldBe(0);
    }

    [Fact]
    public void Keys_that_look_like_hashes_are_keys_like_others()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        byte[] hashed = [0xFF, .. "KVFK"u8, 0, .. System.Security.Cryptography.SHA256.HashData([])];
        client.Ask("+OK\r\n"u8.ToArray(), Requests.Of("SET"u8.ToArray(), hashed, "mine"u8.ToArray()));
        client.Ask("$-1\r\n", "GET", "");
        client.Ask("+OK\r\n", "SET", "", "empty");
        client.Ask("$4\r\nmine\r\n"u8.ToArray(), Requests.Of("GET"u8.ToArray(), hashed));
        client.Ask("$5\r\nempty\r\n", "GET", "");
        client.Ask(":2\r\n", "DBSIZE");
    }

    [Fact]
    public void An_empty_value_is_a_value()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("+OK\r\n", "SET", "k", "");
        client.Ask("$0\r\n\r\n", "GET", "k");
        client.Ask(":0\r\n", "STRLEN", "k");
        client.Ask(":1\r\n", "EXISTS", "k");
        client.Ask("+OK\r\n", "SET", "k", "\0");
        client.Ask("$1\r\n\0\r\n", "GET", "k");
        client.Ask(":1\r\n", "STRLEN", "k");
        client.Ask("+OK\r\n", "SET", "", "");
        client.Ask("$0\r\n\r\n", "GET", "");
    }

    [Fact]
    public void Set_obeys_its_options()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("$-1\r\n", "SET", "k", "1", "XX");
        client.Ask("+OK\r\n", "SET", "k", "1", "NX");
        client.Ask("$-1\r\n", "SET", "k", "2", "nx");
        client.Ask("$1\r\n1\r\n", "GET", "k");
        client.Ask("$1\r\n1\r\n", "SET", "k", "3", "GET");
        client.Ask("$1\r\n3\r\n", "SET", "k", "4", "XX", "GET", "EX", "10");
        client.Ask(":10\r\n", "TTL", "k");
        client.Ask("+OK\r\n", "SET", "k", "5", "KEEPTTL");
        client.Ask(":10\r\n", "TTL", "k");
        client.Ask("+OK\r\n", "SET", "k", "6");
        client.Ask(":-1\r\n", "TTL", "k");
        client.Ask("$-1\r\n", "SET", "other", "1", "GET");
        client.Ask("$1\r\n1\r\n", "SET", "other", "2", "NX", "GET");
        client.Ask("$1\r\n1\r\n", "GET", "other");
    }

    [Theory]
    [InlineData("ERR syntax error", "SET", "k", "v", "NX", "XX")]
    [InlineData("ERR syntax error", "SET", "k", "v", "WHAT")]
    [InlineData("ERR syntax error", "SET", "k", "v", "EX")]
    [InlineData("ERR syntax error", "SET", "k", "v", "EX", "1", "KEEPTTL")]
    [InlineData("ERR syntax error", "SET", "k", "v", "KEEPTTL", "PX", "1")]
    [InlineData("ERR value is not an integer", "SET", "k", "v", "EX", "soon")]
    [InlineData("ERR value is not an integer", "SET", "k", "v", "EX", "99999999999999999999")]
    [InlineData("ERR invalid expire time in 'set' command", "SET", "k", "v", "EX", "0")]
    [InlineData("ERR invalid expire time in 'set' command", "SET", "k", "v", "PX", "-1")]
    [InlineData("ERR invalid expire time in 'set' command", "SET", "k", "v", "EX", "9223372036854775807")]
    [InlineData("ERR invalid expire time in 'setex' command", "SETEX", "k", "0", "v")]
    [InlineData("ERR wrong number of arguments for 'set' command", "SET", "k")]
    [InlineData("ERR wrong number of arguments for 'get' command", "GET")]
    [InlineData("ERR wrong number of arguments for 'mset' command", "MSET", "k", "v", "l")]
    [InlineData("ERR value is not an integer", "GETRANGE", "k", "a", "b")]
    [InlineData("ERR unknown command 'LPUSH'", "LPUSH", "k", "v")]
    [InlineData("ERR unknown command '?\r\n?'", "\u0001\r\n\u0002")]
    public void What_makes_no_sense_is_told_and_changes_nothing(string error, params string[] command)
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Send(Requests.Of(command));
        client.ExpectError(error.Replace("\r\n", "??", StringComparison.Ordinal));
        client.Ask(":0\r\n", "DBSIZE");
    }

    [Fact]
    public void Parts_of_values_are_counted_from_either_end()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("+OK\r\n", "SET", "k", "This is a string");
        client.Ask("$4\r\nThis\r\n", "GETRANGE", "k", "0", "3");
        client.Ask("$3\r\ning\r\n", "GETRANGE", "k", "-3", "-1");
        client.Ask("$16\r\nThis is a string\r\n", "GETRANGE", "k", "0", "-1");
        client.Ask("$6\r\nstring\r\n", "SUBSTR", "k", "10", "100");
        client.Ask("$0\r\n\r\n", "GETRANGE", "k", "5", "3");
        client.Ask("$0\r\n\r\n", "GETRANGE", "none", "0", "-1");
        client.Ask("$16\r\nThis is a string\r\n", "GETRANGE", "k", "-9223372036854775808", "9223372036854775807");
    }

    [Fact]
    public void Old_values_are_returned_where_asked_for()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("$-1\r\n", "GETSET", "k", "1");
        client.Ask("$1\r\n1\r\n", "GETSET", "k", "2");
        client.Ask("$1\r\n2\r\n", "GETDEL", "k");
        client.Ask("$-1\r\n", "GETDEL", "k");
        client.Ask(":1\r\n", "SETNX", "k", "1");
        client.Ask(":0\r\n", "SETNX", "k", "2");
        client.Ask("$1\r\n1\r\n", "GET", "k");
    }

    [Fact]
    public void Several_values_come_and_go_together()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("+OK\r\n", "MSET", "a", "1", "b", "", "c", "3");
        client.Ask("*4\r\n$1\r\n1\r\n$0\r\n\r\n$-1\r\n$1\r\n3\r\n", "MGET", "a", "b", "none", "c");
        client.Ask(":3\r\n", "EXISTS", "a", "a", "b", "none");
        client.Ask(":2\r\n", "DEL", "a", "a", "b", "none");
        client.Ask(":1\r\n", "UNLINK", "c");
        client.Ask(":0\r\n", "DBSIZE");
    }

    [Fact]
    public void Values_end_when_their_time_has_come()
    {
        var time = new FakeTimeProvider();
        using var fixture = new RespFixture(time: time);
        using var client = fixture.Connect();
        client.Ask("+OK\r\n", "SET", "k", "v", "PX", "1500");
        client.Ask("+OK\r\n", "SETEX", "l", "100", "v");
        client.Ask("+OK\r\n", "PSETEX", "m", "100", "v");
        client.Ask(":1500\r\n", "PTTL", "k");
        client.Ask(":2\r\n", "TTL", "k");
        client.Ask(":-2\r\n", "TTL", "none");
        client.Ask(":1\r\n", "EXPIRE", "l", "50");
        client.Ask(":0\r\n", "EXPIRE", "l", "60", "NX");
        client.Ask(":0\r\n", "EXPIRE", "l", "40", "GT");
        client.Ask(":1\r\n", "EXPIRE", "l", "40", "LT");
        client.Ask(":1\r\n", "PEXPIRE", "l", "45000", "XX");
        client.Ask(":1767225645\r\n", "EXPIRETIME", "l");
        client.Ask(":0\r\n", "EXPIRE", "none", "10");
        time.Advance(TimeSpan.FromSeconds(2));
        client.Ask("$-1\r\n", "GET", "k");
        client.Ask(":1\r\n", "EXISTS", "k", "l", "m");
        client.Ask(":1\r\n", "PERSIST", "l");
        client.Ask(":0\r\n", "PERSIST", "l");
        time.Advance(TimeSpan.FromDays(1));
        client.Ask(":-1\r\n", "PTTL", "l");
        client.Ask(":1\r\n", "EXPIREAT", "l", "1");
        client.Ask(":0\r\n", "EXISTS", "l");
    }
}
