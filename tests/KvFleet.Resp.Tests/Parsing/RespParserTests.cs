using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KvFleet.Resp.Tests.Harness;

namespace KvFleet.Resp.Tests.Parsing;

public sealed class RespParserTests
{
    [Theory]
    [InlineData("*1\r\n$4\r\nPING\r\n", "PING")]
    [InlineData("*2\r\n$3\r\nGET\r\n$0\r\n\r\n", "GET|")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\nv\r\n\r\n", "SET|k|<v\r\n>")]
    [InlineData("*5\r\n$3\r\nset\r\n$1\r\nk\r\n$1\r\nv\r\n$2\r\nEX\r\n$2\r\n10\r\n", "set|k|<v>|EX|10")]
    [InlineData("*5\r\n$4\r\nMSET\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$0\r\n\r\n", "MSET|a|<1>|b|<>")]
    [InlineData("*4\r\n$5\r\nSETEX\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n", "SETEX|a|1|<b>")]
    [InlineData("*2\r\n$3\r\nSET\r\n$1\r\nk\r\n", "SET|k")]
    [InlineData("*3\r\n$4\r\nNONE\r\n$1\r\nk\r\n$1\r\nv\r\n", "NONE|k|v")]
    [InlineData("PING\r\n", "PING")]
    [InlineData("PING\n", "PING")]
    [InlineData("SET \"a b\" 'c\\'d'\r\n", "SET|a b|c'd")]
    [InlineData("ECHO \"\\x41\\n\\t\\\\\\\"\"\r\n", "ECHO|A\n\t\\\"")]
    [InlineData("  SET   k\tv  \r\n", "SET|k|v")]
    [InlineData("GET \"\"\r\n", "GET|")]
    public void A_request_becomes_its_arguments(string request, string arguments)
    {
        var driver = new ParserDriver();
        driver.Feed(Encoding.Latin1.GetBytes(request));
        driver.Fault.ShouldBeNull();
        driver.Commands.ShouldBe([arguments]);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("   \r\n")]
    [InlineData("*0\r\n")]
    [InlineData("*-1\r\n")]
    [InlineData("*-10\r\n")]
    public void An_empty_request_is_nothing_to_answer(string request)
    {
        var driver = new ParserDriver();
        driver.Feed(Encoding.Latin1.GetBytes(request + "PING\r\n"));
        driver.Commands.ShouldBe(["PING"]);
    }

    [Theory]
    [InlineData("*3000000000\r\n", "invalid multibulk length")]
    [InlineData("*99999999999999999999\r\n", "invalid multibulk length")]
    [InlineData("*\r\n", "invalid multibulk length")]
    [InlineData("*+1\r\n", "invalid multibulk length")]
    [InlineData("*1x\r\n", "invalid multibulk length")]
    [InlineData("*16385\r\n", "invalid multibulk length")]
    [InlineData("*00000000000000000000000000000000001", "invalid multibulk length")]
    [InlineData("*1\n", "invalid multibulk length")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nx\r\nfooz\r\n", "expected '$', got 'f'")]
    [InlineData("*1\r\nfoo\r\n", "expected '$', got 'f'")]
    [InlineData("*1\r\n\u0001", "expected '$', got '?'")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$-10\r\n", "invalid bulk length")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$2000000000\r\n", "invalid bulk length")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$blabla\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$-1\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$4\r\nPINGxx", "expected CRLF after a bulk string")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$1\r\nyzz", "expected CRLF after a bulk string")]
    [InlineData("SET \"a\r\n", "unbalanced quotes in request")]
    [InlineData("SET \"a\"b\r\n", "unbalanced quotes in request")]
    [InlineData("SET 'a\\'\r\n", "unbalanced quotes in request")]
    public void What_makes_no_sense_is_a_fault(string request, string fault)
    {
        var driver = new ParserDriver();
        driver.Feed(Encoding.Latin1.GetBytes(request));
        driver.Commands.ShouldBeEmpty();
        driver.Fault.ShouldBe(fault);
    }

    [Fact]
    public void A_line_without_end_is_a_fault_once_it_is_too_long()
    {
        var driver = new ParserDriver();
        driver.Feed(new byte[RespLimits.MaxLineBytes].Select(static _ => (byte)'a').ToArray());
        driver.Fault.ShouldBeNull();
        driver.Feed("a"u8);
        driver.Fault.ShouldBe("too big inline request");
    }

    [Fact]
    public void A_command_without_values_is_bounded()
    {
        var key = new string('k', RespLimits.MaxArgumentBytes);
        var driver = new ParserDriver();
        driver.Feed(Requests.Of(["MGET", .. Enumerable.Repeat(key, 16)]));
        driver.Fault.ShouldBe("too big command");
    }

    [Fact]
    public void An_argument_that_is_too_long_is_skipped()
    {
        var driver = new ParserDriver();
        driver.Feed(Requests.Of("GET", new string('k', RespLimits.MaxArgumentBytes + 1)));
        driver.Commands.ShouldBe([$"GET|!{RespLimits.MaxArgumentBytes + 1}"]);
    }

    [Theory]
    [InlineData("*11\r\n", "unauthenticated multibulk length")]
    [InlineData("*2\r\n$4\r\nAUTH\r\n$16385\r\n", "unauthenticated bulk length")]
    public void Before_the_password_less_is_allowed(string request, string fault)
    {
        var driver = new ParserDriver { Parser = { IsUnauthenticated = true } };
        driver.Feed(Encoding.Latin1.GetBytes(request));
        driver.Fault.ShouldBe(fault);
    }

    [Fact]
    public void However_the_stream_is_cut_the_commands_are_the_same()
    {
        var arguments = Gen.Elements("GET", "SET", "mset", "", "k", "\r\n", "$5\r\nhello", "*1\r\n", "a longer argument with spaces", "NX").ListOf();
        var request = Gen.OneOf(
            arguments.Where(static list => list.Count > 0).Select(static list => Requests.Of([.. list])),
            Gen.Elements("PING\r\n", "SET a b\r\n", "\r\n", "GET 'x y'\n").Select(Encoding.Latin1.GetBytes));
        var streams = request.ListOf().Select(static requests => requests.SelectMany(static r => r).ToArray());
        Prop.ForAll(
            streams.ToArbitrary(),
            Gen.Choose(1, 9).ListOf().Where(static cuts => cuts.Count > 0).ToArbitrary(),
            (stream, cuts) =>
            {
                var (whole, cut) = (new ParserDriver(), new ParserDriver());
                whole.Feed(stream);
                var start = 0;
                for (var index = 0; start < stream.Length; index++)
                {
                    var end = Math.Min(stream.Length, start + cuts[index % cuts.Count]);
                    cut.Feed(stream.AsSpan(start..end));
                    start = end;
                }

                return cut.Commands.SequenceEqual(whole.Commands) && cut.Fault == whole.Fault;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
