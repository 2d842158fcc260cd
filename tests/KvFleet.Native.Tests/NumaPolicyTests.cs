namespace KvFleet.Native.Tests;

public sealed class NumaPolicyTests
{
    [Fact]
    public void Nodes_are_sorted_and_distinct()
    {
        var policy = NumaPolicy.Create(NumaMode.Interleave, [3, 0, 3]);
        policy.Nodes.ShouldBe([0, 3]);
        policy.ToString().ShouldBe("Interleave 0,3");
    }

    [Fact]
    public void The_mask_has_one_bit_a_node()
    {
        var mask = NumaPolicy.Create(NumaMode.Bind, [0, 63, 64, NumaPolicy.MaxNode]).ToMask();
        mask[0].ShouldBe(0x8000000000000001UL);
        mask[1].ShouldBe(1UL);
        mask[^1].ShouldBe(0x8000000000000000UL);
        mask[2..^1].ShouldAllBe(word => word == 0);
    }

    [Theory]
    [InlineData(NumaMode.Bind, new int[0])]
    [InlineData(NumaMode.Interleave, new int[0])]
    [InlineData(NumaMode.None, new[] { 0 })]
    [InlineData(NumaMode.Bind, new[] { -1 })]
    [InlineData(NumaMode.Bind, new[] { 1024 })]
    [InlineData((NumaMode)9, new[] { 0 })]
    public void Nodes_that_do_not_fit_the_mode_are_refused(NumaMode mode, int[] nodes) =>
        Should.Throw<ArgumentException>(() => NumaPolicy.Create(mode, nodes));

    [Fact]
    public void No_policy_has_no_nodes() => NumaPolicy.Create(NumaMode.None, []).ShouldBeSameAs(NumaPolicy.None);
}
