namespace KvFleet.Model.Tests;

public sealed class RowLayoutTests
{
    private const long GiB = 1L << 30;

    [Fact]
    public void One_rank_has_one_slot_that_is_the_block()
    {
        var layout = KvRowLayout.Create(new AttentionGeometry(32, 8, 128), KvPrecision.BF16, 16);

        layout.RowStrideBytes.ShouldBe(2 << 20);
        layout.Slices.ShouldBe([new RankSlice(0, 0, 2 << 20)]);
    }

    [Fact]
    public void Tensor_ranks_lie_side_by_side_at_rank_times_slot()
    {
        var layout = KvRowLayout.Create(new AttentionGeometry(32, 8, 128), KvPrecision.BF16, 16, new KvParallelism(4));

        layout.SlotBytes.ShouldBe(512 * 1024);
        layout.Slices.Select(slice => slice.Offset).ShouldBe([0, 524_288, 1_048_576, 1_572_864]);
        layout.RowStrideBytes.ShouldBe(2 << 20);
    }

    [Fact]
    public void A_slot_is_rounded_up_to_whole_pages()
    {
        var layout = KvRowLayout.Create(new MlaGeometry(61, 512, 64), KvPrecision.BF16, 1, new KvParallelism(2));

        layout.BlockBytes.ShouldBe(2 * 70_272);
        layout.SlotBytes.ShouldBe(73_728);
        layout.RowStrideBytes.ShouldBe(147_456);
    }

    [Fact]
    public void A_deduplicated_latent_has_one_slot_per_stage()
    {
        var layout = KvRowLayout.Create(new MlaGeometry(60, 512, 64), KvPrecision.BF16, 64, new KvParallelism(8, 2, DeduplicateLatent: true));

        layout.Slots.ShouldBe(2);
        layout.Slices.Select(slice => slice.Rank).ShouldBe([0, 8]);
        layout.RowStrideBytes.ShouldBe(layout.BlockBytes);
    }

    [Fact]
    public void The_stage_with_the_most_layers_decides_the_slot()
    {
        var layout = KvRowLayout.Create(new AttentionGeometry(61, 8, 128), KvPrecision.BF16, 16, new KvParallelism(1, 2));

        layout.BlockBytes.ShouldBe(61 * 4096 * 16);
        layout.SlotBytes.ShouldBe(31 * 4096 * 16);
        layout.RowStrideBytes.ShouldBe(62 * 4096 * 16);
    }

    [Fact]
    public void With_several_groups_the_largest_decides_and_capacity_is_divided_by_them()
    {
        var layout = KvRowLayout.Create(new HybridGeometry(10, 52, 1024, 16, 128), KvPrecision.BF16, 16);

        layout.Groups.ShouldBe(2);
        layout.RowStrideBytes.ShouldBe(52L * 2 * 16 * 128 * 2 * 16);
        layout.RowsIn(100 * GiB).ShouldBe(100 * GiB / layout.RowStrideBytes);
        layout.BlocksIn(100 * GiB).ShouldBe(layout.RowsIn(100 * GiB) / 2);
        layout.TokensIn(100 * GiB).ShouldBe(layout.BlocksIn(100 * GiB) * 16);
    }

    [Fact]
    public void A_large_state_decides_the_row_too()
    {
        var layout = KvRowLayout.Create(new HybridGeometry(4, 0, 0, 1, 64, StateBytesPerSequence: 10_000_000), KvPrecision.BF16, 16, new KvParallelism(2));

        layout.SlotBytes.ShouldBe((5_000_000 + 4095) / 4096 * 4096);
        layout.Groups.ShouldBe(2);
    }

    [Fact]
    public void Less_than_a_row_holds_nothing()
    {
        var layout = KvRowLayout.Create(new AttentionGeometry(32, 8, 128), KvPrecision.BF16, 16);

        layout.RowsIn(layout.RowStrideBytes - 1).ShouldBe(0);
        layout.TokensIn(layout.RowStrideBytes - 1).ShouldBe(0);
        layout.TokensIn(layout.RowStrideBytes).ShouldBe(16);
    }

    [Fact]
    public void Negative_bytes_are_refused()
    {
        var layout = KvRowLayout.Create(new AttentionGeometry(32, 8, 128), KvPrecision.BF16, 16);

        Should.Throw<ArgumentOutOfRangeException>(() => layout.RowsIn(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new AttentionGeometry(1, 1, 1).BytesFor(-1, KvPrecision.BF16));
        Should.Throw<ArgumentOutOfRangeException>(() => new AttentionGeometry(1, 1, 1).TokensIn(-1, KvPrecision.BF16));
    }
}
