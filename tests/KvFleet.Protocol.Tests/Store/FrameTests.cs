using KvFleet.Protocol.Store;

namespace KvFleet.Protocol.Tests.Store;

public sealed class FrameTests
{
    [Fact]
    public void A_lookup_looks_as_the_README_says()
    {
        var writer = new FrameWriter(new byte[100]);
        writer.UInt32(1);
        writer.Key("ab"u8);

        Convert.ToHexString(writer.Finish(FrameType.Lookup, 0x01020304)).ShouldBe("4B560200" + "18000000" + "04030201" + "00000000" + "01000000" + "0200" + "6162");
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var writer = new FrameWriter(new byte[1000]);
        writer.UInt8(1);
        writer.UInt16(2);
        writer.UInt32(3);
        writer.Int32(-4);
        writer.UInt64(5);
        writer.Text("sechs");
        writer.Bytes("seven"u8);
        var frame = writer.Finish(FrameType.Stats | FrameType.Reply, 9, FrameStatus.TooMuch);

        FrameHeader.Read(frame).ShouldBe(new FrameHeader(FrameType.Stats | FrameType.Reply, frame.Length, 9, FrameStatus.TooMuch));
        var reader = new FrameReader(frame[FrameHeader.Bytes..]);
        reader.UInt8().ShouldBe((byte)1);
        reader.UInt16().ShouldBe((ushort)2);
        reader.UInt32().ShouldBe(3U);
        reader.Int32().ShouldBe(-4);
        reader.UInt64().ShouldBe(5UL);
        reader.Text(10).ShouldBe("sechs");
        reader.Take(5).ToArray().ShouldBe("seven"u8.ToArray());
        reader.End();
    }

    [Theory]
    [InlineData("")]
    [InlineData("4B56")]
    [InlineData("7B2274797065223A2268656C6C6F227D")]
    [InlineData("4B560200110000000000000000000000")]
    [InlineData("4B560200FFFFFFFF0000000000000000")]
    public void What_is_no_frame_or_not_as_long_as_it_says_is_refused(string packet) =>
        Should.Throw<ProtocolException>(() => FrameHeader.Read(Convert.FromHexString(packet)));

    [Theory]
    [InlineData("")]
    [InlineData("01000000")]
    [InlineData("01000000FFFF61")]
    [InlineData("01040000")]
    [InlineData("FFFFFFFF")]
    [InlineData("010000000100616263")]
    public void A_list_of_keys_that_does_not_fit_its_frame_is_refused(string body)
    {
        Should.Throw<ProtocolException>(() =>
        {
            var reader = new FrameReader(Convert.FromHexString(body));
            reader.Keys();
            // More than was announced is wrong, too.
            reader.End();
        });
    }

    [Fact]
    public void Differences_of_fingerprints_are_told_by_name()
    {
        Fingerprint.Compare("a=1\nb=2\n", "a=1\nb=2\n").ShouldBeNull();
        Fingerprint.Compare("a=1\nb=2\n", "a=1\nc=3\n").ShouldBe("b: the pool has '2', the client none; c: the pool has none, the client '3'");
        Fingerprint.Compare("a=1\nb=2\n", "b=2\na=1\n")!.ShouldContain("order");
        Fingerprint.Compare("", string.Concat(Enumerable.Range(10, 40).Select(i => $"n{i}=x\n")))!.ShouldEndWith("and 24 more");
    }
}
