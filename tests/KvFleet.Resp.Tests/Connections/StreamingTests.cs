using System.Globalization;
using KvFleet.Resp.Tests.Harness;

namespace KvFleet.Resp.Tests.Connections;

public sealed class StreamingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(4096)]
    [InlineData(RespFixture.Stride - 1)]
    [InlineData(RespFixture.Stride)]
    [InlineData(RespFixture.Stride + 1)]
    [InlineData(1 << 20)]
    [InlineData((5 << 20) + 12345)]
    public void A_value_of_any_length_comes_back_as_it_was(int length)
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        var value = Requests.Random(length, length);
        client.Ask("+OK\r\n"u8.ToArray(), Requests.Of("SET"u8.ToArray(), "k"u8.ToArray(), value));
        client.Ask(Requests.Bulk(value), Requests.Of("GET", "k"));
        client.Ask(Requests.Bulk(value.AsSpan(length / 3, (length / 2) - (length / 3) + 1)), Requests.Of("GETRANGE", "k", Text(length / 3), Text(length / 2)));
    }

    [Fact]
    public void However_a_conversation_is_cut_the_replies_are_the_same()
    {
        var random = new Random(7);
        for (var round = 0; round < 30; round++)
        {
            using var fixture = new RespFixture();
            using var client = fixture.Connect();
            var (requests, replies) = Conversation(random);
            var sent = 0;
            while (sent < requests.Length)
            {
                var piece = Math.Min(requests.Length - sent, random.Next(4) == 0 ? random.Next(1, 200_000) : random.Next(1, 400));
                client.Send(requests.AsSpan(sent, piece));
                sent += piece;
            }

            client.Expect(replies);
        }
    }

    [Fact]
    public void Commands_sent_without_waiting_are_answered_in_order()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        var requests = Enumerable.Range(0, 2000).SelectMany(static i => Requests.Of("ECHO", Text(i))).ToArray();
        var replies = Enumerable.Range(0, 2000).SelectMany(static i => Requests.Bulk(Requests.Ascii($"{i}"))).ToArray();
        client.Ask(replies, requests);
    }

    [Fact]
    public void A_value_larger_than_the_pool_is_refused_after_its_last_byte()
    {
        using var fixture = new RespFixture(rows: 16);
        using var client = fixture.Connect();
        client.Send(Requests.Of("SET"u8.ToArray(), "k"u8.ToArray(), new byte[17 * RespFixture.Stride]));
        client.ExpectError("OOM A value of 1114112 bytes is larger than what pool llama can hold");
        client.Ask("+OK\r\n", "SET", "k", "v");
    }

    [Fact]
    public void Many_large_values_in_one_command_go_into_the_pool()
    {
        using var fixture = new RespFixture(rows: 256);
        using var client = fixture.Connect();
        var values = Enumerable.Range(0, 40).Select(static i => Requests.Random(i, (i * 7919) + 1)).ToArray();
        client.Ask("+OK\r\n"u8.ToArray(), Requests.Of(["MSET"u8.ToArray(), .. values.SelectMany(static (value, i) => new[] { Requests.Ascii($"key{i}"), value })]));
        client.Ask(
            [.. "*40\r\n"u8, .. values.SelectMany(static value => Requests.Bulk(value))],
            Requests.Of(["MGET", .. Enumerable.Range(0, 40).Select(static i => "key" + Text(i))]));
    }

    [Fact]
    public void A_value_that_does_not_come_to_its_end_leaves_nothing()
    {
        using var fixture = new RespFixture();
        using (var client = fixture.Connect())
        {
            client.Ask("+OK\r\n", "SET", "k", "old");
            client.Send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1000000\r\nabc");
            SpinWait.SpinUntil(() => fixture.Pool.Store.Statistics.Holds == 1, TimeSpan.FromSeconds(20)).ShouldBeTrue();
        }

        SpinWait.SpinUntil(() => fixture.Pool.Store.Statistics.Holds == 0, TimeSpan.FromSeconds(20)).ShouldBeTrue();
        using var other = fixture.Connect();
        other.Ask("$3\r\nold\r\n", "GET", "k");
    }

    [Fact]
    public void A_value_whose_end_is_wrong_is_not_stored()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\nabcd\r\n");
        client.ExpectError("ERR Protocol error: expected CRLF");
        client.ExpectEnd();
        using var other = fixture.Connect();
        other.Ask("$-1\r\n", "GET", "k");
    }

    private static (byte[] Requests, byte[] Replies) Conversation(Random random)
    {
        using var requests = new MemoryStream();
        using var replies = new MemoryStream();
        var stored = new Dictionary<int, byte[]>();
        for (var i = 0; i < 60; i++)
        {
            var key = random.Next(8);
            var name = Requests.Ascii($"key:{key}");
            switch (random.Next(5))
            {
                case 0:
                    requests.Write("PING\r\n"u8);
                    replies.Write("+PONG\r\n"u8);
                    break;
                case 1:
                    requests.Write(Requests.Of("GET"u8.ToArray(), name));
                    replies.Write(stored.TryGetValue(key, out var value) ? Requests.Bulk(value) : "$-1\r\n"u8);
                    break;
                case 2:
                    requests.Write(Requests.Of("DEL"u8.ToArray(), name));
                    replies.Write(stored.Remove(key) ? ":1\r\n"u8 : ":0\r\n"u8);
                    break;
                default:
                    stored[key] = Requests.Random(i, random.Next(3) switch { 0 => random.Next(10), 1 => random.Next(5000), _ => random.Next(300_000) });
                    requests.Write(Requests.Of("SET"u8.ToArray(), name, stored[key]));
                    replies.Write("+OK\r\n"u8);
                    break;
            }
        }

        return (requests.ToArray(), replies.ToArray());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
