using KvFleet.Model.Cost;

namespace KvFleet.Model.Tests.Cost;

/// <summary>Loading, computing, and both at once.</summary>
public sealed class RestorationTests
{
    private const string Llama8B = "meta-llama/Llama-3.1-8B-Instruct";

    private static PrefillCost H100 { get; } = PrefillCost.Prior(CostOracles.Model(Llama8B).Prefill!, 989.4e12);

    [Theory]
    [InlineData(1024, 0.0690)]
    [InlineData(16_384, 0.994)]
    public void Row_SC24study_swap_bars_are_hit(int tokens, double seconds)
        => CostOracles.SwapSeconds(CostOracles.Sc24Pinned, tokens).ShouldBe(seconds, 0.1 * seconds);

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void Row_SC24study_short_prompts_are_a_tie(int tokens)
        => (CostOracles.SwapSeconds(CostOracles.Sc24Pinned, tokens) / CostOracles.Sc24Prefill.Seconds(tokens)).ShouldBe(1, 0.03);

    [Theory]
    [InlineData(8192)]
    [InlineData(16_384)]
    public void Row_SC24study_long_prompts_are_swapped(int tokens)
        => CostOracles.SwapSeconds(CostOracles.Sc24Pinned, tokens).ShouldBeLessThan(0.97 * CostOracles.Sc24Prefill.Seconds(tokens));

    [Theory]
    [InlineData(1024)]
    [InlineData(16_384)]
    public void Row_SC24study_pageable_memory_never_pays(int tokens)
    {
        CostOracles.SwapSeconds(CostOracles.Sc24Pageable, tokens).ShouldBeGreaterThan(CostOracles.Sc24Prefill.Seconds(tokens));
        (CostOracles.SwapSeconds(CostOracles.Sc24Pageable, tokens) / CostOracles.SwapSeconds(CostOracles.Sc24Pinned, tokens)).ShouldBeInRange(2.2, 3.1);
    }

    [Fact]
    public void Row_ContiguousKV_the_smallest_efficient_copy_of_a_tier_is_known_and_rows_waste_little()
    {
        new TransferPath(25.1e9, 2.45e-6).EfficientBytes(0.9).ShouldBe(553e3, 1e3);
        foreach (var model in ModelCatalog.BuiltIn.Models.Where(model => model.Geometry is AttentionGeometry or MlaGeometry))
        {
            var layout = KvRowLayout.Create(model.Geometry, model.Precision, model.BlockTokens);
            ((double)layout.RowStrideBytes / layout.BlockBytes).ShouldBeLessThanOrEqualTo(1.05, model.Name);
        }
    }

    [Theory]
    [InlineData(0.3e9)]
    [InlineData(3.8e9)]
    [InlineData(40e9)]
    public void Row_CacheFlow_computing_and_loading_at_once_beats_each_alone(double bytesPerSecond)
    {
        var tier = CostOracles.At(Llama8B, H100, bytesPerSecond, startSeconds: 0.001);

        foreach (var tokens in new[] { 16, 4096, 65_536 })
        {
            tier.Mixed(tokens).Seconds.ShouldBeLessThanOrEqualTo(Math.Min(tier.LoadSeconds(tokens), tier.RecomputeSeconds(tokens)));
        }
    }

    [Fact]
    public void Constant_rates_add_up()
    {
        var tier = new Restoration(PrefillCost.Observed(PrefillShape.Linear, 10_000, 1000), new TransferPath(4e9), tokens => tokens * 100_000);

        // tau_c = 100 us, tau_l = 25 us: 10,000 tokens in 0.2 s.
        tier.Mixed(10_000).Seconds.ShouldBe(10_000 * 100e-6 * 25e-6 / 125e-6, 1e-6);
        tier.Mixed(10_000).RecomputeShare.ShouldBe(0.2, 1e-6);
    }

    [Fact]
    public void Row_CacheTune_the_share_to_recompute_rises_when_a_tier_is_throttled()
    {
        double[] shares = [.. new[] { 25e9, 10e9, 3e9, 1e9, 0.1e9 }.Select(rate => CostOracles.At(Llama8B, H100, rate).Mixed(8192).RecomputeShare)];

        shares.ShouldBe(shares.Order());
        shares.Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void A_load_layer_by_layer_hides_behind_computing_the_rest_of_the_prompt()
    {
        var tier = CostOracles.At(Llama8B, H100, 25e9);

        tier.ExposedSeconds(4096, suffixTokens: 8192, layers: 32).ShouldBe(tier.LoadSeconds(4096) / 32, 1e-9);
        tier.ExposedSeconds(4096, suffixTokens: 0, layers: 32).ShouldBe(tier.LoadSeconds(4096), 1e-9);
    }

    [Fact]
    public void A_path_behind_another_has_the_slower_rate_and_both_costs()
        => new TransferPath(5e9, 1e-5, 0.001).Then(new TransferPath(25e9, 2e-6)).ShouldBe(new TransferPath(5e9, 1.2e-5, 0.001));

    [Fact]
    public void Row_CacheFlow_bandwidth_follows_marginal_saving_and_beats_equal_shares()
    {
        RestorationDemand[] demands =
        [
            new(64_000, 120e-6, 327_680),
            new(2000, 35e-6, 131_072),
            new(16_000, 35e-6, 131_072),
            new(8000, 40e-6, 70_272),
        ];
        const double total = 12e9;

        var shares = BandwidthShares.Divide(total, demands);

        shares.Sum().ShouldBe(total, 1e-3 * total);
        shares[0].ShouldBeGreaterThan(shares[1]);
        var best = demands.Zip(shares, (demand, share) => demand.Seconds(share)).Sum();
        best.ShouldBeLessThan(0.95 * demands.Sum(demand => demand.Seconds(total / demands.Length)));
    }

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 4096, 2.0)]
    [InlineData("meta-llama/Llama-2-7b-hf", 4096, 0.5)]
    public void Row_HCache_hidden_states_are_rejected_where_they_are_larger(string model, int hiddenSize, double ratio)
    {
        var geometry = (AttentionGeometry)CostOracles.Model(model).Geometry;

        HiddenStates.SizeRatio(geometry, hiddenSize).ShouldBe(ratio);
        HiddenStates.Pay(geometry, hiddenSize).ShouldBe(ratio <= 1);
    }

    [Fact]
    public void Row_Ganjihal_DeepSeek_V3_taken_for_MHA_would_be_57_times_as_large()
    {
        var model = CostOracles.Model("deepseek-ai/DeepSeek-V3");
        var mistaken = new AttentionGeometry(61, 128, 128).BytesPerToken(KvPrecision.BF16);

        model.Geometry.BytesPerToken(model.Precision).ShouldBe(70_272);
        mistaken.ShouldBe(3_997_696);
        (mistaken / 70_272.0).ShouldBe(56.9, 0.05);
    }
}
