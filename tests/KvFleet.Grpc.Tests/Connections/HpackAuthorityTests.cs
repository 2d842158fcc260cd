using System.Buffers;
using System.Text;
using static KvFleet.Grpc.Tests.Connections.RecordedBlocks;

namespace KvFleet.Grpc.Tests.Connections;

public class HpackAuthorityTests
{
    [Fact]
    public void What_an_old_kubelet_sends_gets_a_valid_authority_and_keeps_all_else() =>
        Rewrite(First).ShouldBe(FirstRewritten);

    [Fact]
    public void A_block_of_indexes_only_stays_as_it_is() => Rewrite(Second).ShouldBe(Second);

    [Theory]
    [InlineData("41", "added to the dynamic table")]
    [InlineData("01", "not indexed")]
    [InlineData("11", "never indexed")]
    public void Every_form_of_literal_with_an_indexed_name_is_rewritten(string form, string _) =>
        Rewrite(Hex($"83{form}{HuffmanSocketPath}86")).ShouldBe(Hex($"83{form}{Localhost}86"));

    [Theory]
    [InlineData("0a3a617574686f72697479")]
    [InlineData("88b83b5339ec327d7f")]
    public void A_name_that_is_itself_a_literal_is_recognised_plain_and_Huffman_coded(string name) =>
        Rewrite(Hex($"40{name}{HuffmanSocketPath}")).ShouldBe(Hex($"40{name}{Localhost}"));

    [Fact]
    public void A_plain_value_is_rewritten_too() =>
        Rewrite([0x41, 53, .. Encoding.ASCII.GetBytes(SocketPath)]).ShouldBe(Hex("41" + Localhost));

    [Fact]
    public void A_replacement_is_never_longer_than_what_it_replaces_so_that_both_dynamic_tables_agree() =>
        Rewrite([0x41, 3, .. "/a."u8]).ShouldBe([0x41, 3, .. "loc"u8]);

    [Fact]
    public void A_value_whose_length_takes_several_octets_is_replaced_whole() =>
        Rewrite([0x41, 0x7f, 0x80, 0x01, .. new byte[255], 0x83]).ShouldBe([.. Hex("41" + Localhost), 0x83]);

    [Fact]
    public void Other_fields_are_left_alone_even_when_they_look_like_a_path() =>
        Rewrite([0x44, 5, .. "/echo"u8, 0x3f, 0xe1, 0x1f]).ShouldBe([0x44, 5, .. "/echo"u8, 0x3f, 0xe1, 0x1f]);

    [Theory]
    [InlineData("41")]
    [InlineData("4105616263")]
    [InlineData("41ffffffffff7f")]
    [InlineData("40")]
    [InlineData("ff")]
    [InlineData("3fffffffffff01")]
    public void A_malformed_block_is_refused(string block) =>
        HpackHelper(Hex(block), out _).ShouldBeFalse();

    private static byte[] Rewrite(byte[] block)
    {
        HpackHelper(block, out var output).ShouldBeTrue();
        return output;
    }

    private static bool HpackHelper(byte[] block, out byte[] output)
    {
        var writer = new ArrayBufferWriter<byte>();
        var rewritten = KvFleet.Grpc.Connections.HpackAuthority.TryRewrite(block, writer);
        output = writer.WrittenSpan.ToArray();
        return rewritten;
    }
}
