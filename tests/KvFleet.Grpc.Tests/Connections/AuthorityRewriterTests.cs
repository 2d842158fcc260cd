using System.Buffers;
using KvFleet.Grpc.Connections;
using static KvFleet.Grpc.Tests.Connections.Frames;
using static KvFleet.Grpc.Tests.Connections.RecordedBlocks;

namespace KvFleet.Grpc.Tests.Connections;

public class AuthorityRewriterTests
{
    private static readonly byte[] Payload = [0, 0, 0, 0, 2, 0xca, 0xfe];

    [Fact]
    public void A_request_is_rewritten_wherever_the_octets_are_cut()
    {
        byte[] sent = [.. Preface, .. Frame(Settings, 0, 0), .. Headers(First), .. Frame(Data, EndStream, 1, Payload), .. Headers(Second, 3)];
        byte[] expected =
            [.. Preface, .. Frame(Settings, 0, 0), .. Headers(FirstRewritten), .. Frame(Data, EndStream, 1, Payload), .. Headers(Second, 3)];

        for (var cut = 0; cut <= sent.Length; cut++)
        {
            Run(sent[..cut], sent[cut..]).ShouldBe(expected, $"cut at {cut}");
        }
    }

    [Fact]
    public void A_request_is_rewritten_when_every_octet_comes_alone()
    {
        byte[] sent = [.. Preface, .. Headers(First), .. Frame(Data, EndStream, 1, Payload)];

        Run([.. sent.Select(octet => new[] { octet })])
            .ShouldBe([.. Preface, .. Headers(FirstRewritten), .. Frame(Data, EndStream, 1, Payload)]);
    }

    [Fact]
    public void A_block_in_several_frames_becomes_one_frame()
    {
        byte[] sent =
        [
            .. Preface, .. Headers(First[..10], flags: EndStream), .. Continuation(First[10..20], flags: 0), .. Continuation(First[20..]),
        ];

        Run(sent).ShouldBe([.. Preface, .. Headers(FirstRewritten, flags: Http2Frame.EndHeaders | EndStream)]);
    }

    [Fact]
    public void Padding_goes_and_priority_stays()
    {
        byte[] priority = [0x80, 0, 0, 0, 0xff];
        byte[] padded = [3, .. priority, .. First, 0, 0, 0];

        Run([.. Preface, .. Headers(padded, flags: Http2Frame.EndHeaders | Http2Frame.Padded | Http2Frame.Priority)])
            .ShouldBe([.. Preface, .. Headers([.. priority, .. FirstRewritten], flags: Http2Frame.EndHeaders | Http2Frame.Priority)]);
    }

    [Fact]
    public void A_block_too_large_for_one_frame_goes_out_in_several()
    {
        byte[] large = [0x00, 1, (byte)'a', 0x7f, 0x81, 0x9f, 0x01, .. new byte[20480]];

        var sent = Run([.. Preface, .. Headers(large[..16000], flags: 0), .. Continuation(large[16000..])])[Preface.Length..];

        sent.ShouldBe([.. Headers(large[..Http2Frame.MaxLength], flags: 0), .. Continuation(large[Http2Frame.MaxLength..])]);
    }

    [Theory]
    [InlineData("a malformed block", Http2Frame.Headers, Http2Frame.EndHeaders, "4105")]
    [InlineData("padding longer than the frame", Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.Padded, "0983")]
    [InlineData("a frame too short for its priority", Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.Priority, "8000")]
    [InlineData("a continuation of nothing", Http2Frame.Continuation, Http2Frame.EndHeaders, "83")]
    public void What_breaks_the_rules_is_passed_on_for_the_server_to_refuse(string what, byte type, byte flags, string payload)
    {
        byte[] sent = [.. Preface, .. Frame(type, flags, 1, Hex(payload)), .. Headers(First, 3)];

        Run(sent).ShouldBe([.. Preface, .. Frame(type, flags, 1, Hex(payload)), .. Headers(FirstRewritten, 3)], what);
    }

    [Fact]
    public void A_block_that_another_frame_interrupts_is_passed_on_in_order()
    {
        byte[] sent = [.. Preface, .. Headers(First[..10], flags: 0), .. Frame(Data, 0, 1, Payload)];

        Run(sent).ShouldBe(sent);
    }

    [Fact]
    public void A_frame_larger_than_the_protocol_allows_is_not_kept_back()
    {
        byte[] sent = [.. Preface, .. Headers(new byte[Http2Frame.MaxLength + 1])];

        Run(sent).ShouldBe(sent);
    }

    [Fact]
    public void A_block_without_end_gives_the_connection_up()
    {
        var chunk = new byte[Http2Frame.MaxLength];
        byte[] endless =
            [.. Preface, .. Headers(chunk, flags: 0), .. Enumerable.Repeat(Continuation(chunk, flags: 0), 4).SelectMany(frame => frame)];

        Should.Throw<InvalidDataException>(() => Run(endless));
    }

    private static byte[] Run(params byte[][] arrivals)
    {
        var rewriter = new AuthorityRewriter();
        var output = new ArrayBufferWriter<byte>();
        var left = Array.Empty<byte>();
        foreach (var arrival in arrivals)
        {
            var input = new ReadOnlySequence<byte>([.. left, .. arrival]);
            left = input.Slice(rewriter.Process(input, output)).ToArray();
        }

        left.ShouldBeEmpty();
        return output.WrittenSpan.ToArray();
    }
}
