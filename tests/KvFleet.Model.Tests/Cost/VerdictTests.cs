using KvFleet.Model.Cost;

namespace KvFleet.Model.Tests.Cost;

/// <summary>Whether a tier pays.</summary>
public sealed class VerdictTests
{
    private const string Llama8B = "meta-llama/Llama-3.1-8B-Instruct";
    private static readonly VerdictOptions Options = new();

    private static Restoration Tier(double teraflops, double bytesPerSecond, double startSeconds = 0)
        => CostOracles.At(Llama8B, PrefillCost.Prior(CostOracles.Model(Llama8B).Prefill!, teraflops * 1e12), bytesPerSecond, startSeconds);

    [Theory]
    [InlineData(312, TierVerdict.Load)]
    [InlineData(989.4, TierVerdict.Load)]
    [InlineData(2250, TierVerdict.Mixed)]
    [InlineData(2517, TierVerdict.Mixed)]
    public void The_same_NVMe_of_5_GB_a_second_pays_on_slow_accelerators_only(double teraflops, TierVerdict verdict)
        => TierAssessment.Of(Tier(teraflops, 5e9), Options).Verdict.ShouldBe(verdict);

    [Fact]
    public void A_tier_slower_than_the_longest_prompt_is_computed_does_not_pay()
    {
        var assessment = TierAssessment.Of(Tier(2250, 1e9), Options);

        assessment.Verdict.ShouldBe(TierVerdict.Recompute);
        assessment.FromTokens.ShouldBeNull();
        assessment.LoadBytesPerSecond.ShouldBe(1e9, 1);
        assessment.BreakEvenBytesPerSecond.ShouldBe(8.6e9, 0.1e9);
    }

    [Fact]
    public void A_slow_tier_pays_together_with_computing_where_the_engine_can()
        => TierAssessment.Of(Tier(2250, 1.5e9), Options with { CanMix = true }).Verdict.ShouldBe(TierVerdict.Mixed);

    [Fact]
    public void From_its_shortest_prefix_on_loading_pays_and_below_it_does_not()
    {
        var tier = Tier(2250, 5e9);
        var from = TierAssessment.Of(tier, Options).FromTokens!.Value;

        from.ShouldBeGreaterThan(4096);
        tier.LoadSeconds(from).ShouldBeLessThanOrEqualTo(tier.RecomputeSeconds(from));
        tier.LoadSeconds(from - 16).ShouldBeGreaterThan(tier.RecomputeSeconds(from - 16));
    }

    [Fact]
    public void Row_ObjectCache_an_object_tier_is_admitted_only_above_a_minimum_prefix()
    {
        // 60 ms until the first byte: 4K tokens are computed in 142 ms on H100.
        var near = TierAssessment.Of(Tier(989.4, 25e9), Options).FromTokens!.Value;
        var far = TierAssessment.Of(Tier(989.4, 25e9, startSeconds: 0.060), Options).FromTokens!.Value;

        near.ShouldBe(16);
        far.ShouldBeInRange(1500, 4096);
    }

    [Fact]
    public void A_verdict_stays_while_figures_wander_around_break_even()
    {
        var breakEven = Tier(989.4, 1e9).BreakEvenBytesPerSecond(4096);

        TierAssessment.Of(Tier(989.4, breakEven * 0.97), Options, TierVerdict.Load).Verdict.ShouldBe(TierVerdict.Load);
        TierAssessment.Of(Tier(989.4, breakEven * 1.03), Options, TierVerdict.Mixed).Verdict.ShouldBe(TierVerdict.Mixed);
        TierAssessment.Of(Tier(989.4, breakEven * 0.90), Options, TierVerdict.Load).Verdict.ShouldBe(TierVerdict.Mixed);
        TierAssessment.Of(Tier(989.4, breakEven * 1.10), Options, TierVerdict.Mixed).Verdict.ShouldBe(TierVerdict.Load);
    }

    [Fact]
    public void For_throughput_a_load_slower_than_computing_pays_as_long_as_it_is_in_time()
    {
        var options = Options with { Objective = RestorationObjective.Throughput, LongestLoadSeconds = 0.5 };

        TierAssessment.Of(Tier(2250, 2e9), options).Verdict.ShouldBe(TierVerdict.Load);
        TierAssessment.Of(Tier(2250, 0.5e9), options).Verdict.ShouldBe(TierVerdict.Recompute);
    }

    [Fact]
    public void Row_CacheBlend_the_cheapest_tier_that_hides_behind_recomputing_is_chosen_and_flips_when_NVMe_is_throttled()
    {
        Restoration[] fast = [Tier(312, 0.5e9), Tier(312, 9e9), Tier(312, 25e9)];
        Restoration[] throttled = [Tier(312, 0.5e9), Tier(312, 2e9), Tier(312, 25e9)];

        TierChoice.Cheapest(fast, 4096, recomputeShare: 0.15).ShouldBe(1);
        TierChoice.Cheapest(throttled, 4096, recomputeShare: 0.15).ShouldBe(2);
        TierChoice.Cheapest(throttled[..2], 4096, recomputeShare: 0.15).ShouldBe(-1);
    }
}
