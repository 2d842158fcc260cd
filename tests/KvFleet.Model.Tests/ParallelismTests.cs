namespace KvFleet.Model.Tests;

public sealed class ParallelismTests
{
    private static readonly AttentionGeometry EightHeads = new(32, 8, 128);
    private static readonly MlaGeometry Latent = new(61, 512, 64);

    [Theory]
    [InlineData(1, 131_072)]
    [InlineData(2, 131_072)]
    [InlineData(8, 131_072)]
    [InlineData(16, 262_144)]
    [InlineData(3, 9 * 16_384)]
    [InlineData(12, 12 * 16_384)]
    public void Heads_are_split_over_tensor_ranks_and_replicate_beyond_their_number(int tensor, long bytes)
        => EightHeads.BytesPerToken(KvPrecision.BF16, new KvParallelism(tensor)).ShouldBe(bytes);

    [Fact]
    public void The_latent_is_replicated_on_every_tensor_rank()
        => Latent.BytesPerToken(KvPrecision.BF16, new KvParallelism(8)).ShouldBe(8 * 70_272);

    [Fact]
    public void The_latent_is_kept_once_where_the_layout_deduplicates()
        => Latent.BytesPerToken(KvPrecision.BF16, new KvParallelism(8, DeduplicateLatent: true)).ShouldBe(70_272);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(32)]
    public void Pipeline_stages_share_the_layers_and_the_total_stays_the_whole(int stages)
        => EightHeads.BytesPerToken(KvPrecision.BF16, new KvParallelism(2, stages)).ShouldBe(131_072);

    [Fact]
    public void A_constant_state_is_split_over_all_ranks_rounded_up()
    {
        var geometry = new HybridGeometry(0, 0, 0, 0, 0, StateBytesPerSequence: 1_000_001);

        geometry.BytesFor(1, KvPrecision.BF16).ShouldBe(1_000_001);
        geometry.BytesFor(1_000_000, KvPrecision.BF16, new KvParallelism(2, 2)).ShouldBe(4 * 250_001);
    }

    [Theory]
    [InlineData(KvDataType.BF16, 0, 2)]
    [InlineData(KvDataType.FP16, 0, 2)]
    [InlineData(KvDataType.FP32, 0, 4)]
    [InlineData(KvDataType.FP8E4M3, 0, 1)]
    [InlineData(KvDataType.FP8E5M2, 0, 1)]
    [InlineData(KvDataType.INT8, 0, 1)]
    public void Bytes_follow_the_data_type(KvDataType type, int scale, long elementBytes)
        => EightHeads.BytesPerToken(new KvPrecision(type, scale)).ShouldBe(65_536 * elementBytes);

    [Fact]
    public void Scales_count_per_token_layer_and_head_for_K_and_V()
        => EightHeads.BytesPerToken(new KvPrecision(KvDataType.INT8, ScaleBytes: 4)).ShouldBe(65_536 + (32 * 8 * 2 * 4));
}
