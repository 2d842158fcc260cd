using KvFleet.Sweeping.Inventory;

namespace KvFleet.Sweeping.Tests.Inventory;

public sealed class PackedBlocksTests
{
    [Fact]
    public void Small_files_are_exact()
    {
        for (var blocks = 0; blocks < 2048; blocks++)
            PackedBlocks.Unpack(PackedBlocks.Pack(blocks)).ShouldBe(blocks);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(32)]
    [InlineData(1024)]
    public void Whole_mebibytes_are_exact(int mebibytes)
    {
        var blocks = (long)mebibytes << 11;
        PackedBlocks.Unpack(PackedBlocks.Pack(blocks)).ShouldBe(blocks);
        PackedBlocks.Bytes(PackedBlocks.Pack(blocks)).ShouldBe((long)mebibytes << 20);
    }

    [Fact]
    public void Everything_else_is_within_a_two_thousandth()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var blocks = (long)Math.Exp(random.NextDouble() * Math.Log(1L << 40));
            ((double)Math.Abs(PackedBlocks.Unpack(PackedBlocks.Pack(blocks)) - blocks)).ShouldBeLessThanOrEqualTo(blocks / 2048.0, $"{blocks}");
        }
    }

    [Fact]
    public void A_larger_file_is_never_smaller() =>
        Enumerable.Range(0, 60).SelectMany(shift => new[] { (1L << shift) - 1, 1L << shift, (1L << shift) + 1 }).Order().Select(PackedBlocks.Pack).ShouldBeInOrder(SortDirection.Ascending);

    [Fact]
    public void Nothing_is_nothing() => PackedBlocks.Pack(-8).ShouldBe((ushort)0);
}
