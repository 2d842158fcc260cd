using KvFleet.Model.Cost;
using KvFleet.Model.Reuse;

namespace KvFleet.Model.Tests.Cost;

/// <summary>What tiers are worth.</summary>
public sealed class TierValueTests
{
    // One second a token at every position: figures by hand.
    private static readonly PrefillCost OneSecond = PrefillCost.Observed(PrefillShape.Linear, 1, 1);

    [Fact]
    public void Tiers_that_exclude_each_other_add_up_their_capacities()
    {
        // Ten hits at distance 5, ten at 15, ten at 25.
        var value = new TierValue(Curve(5, 15, 25), OneSecond, BlockTokens: 1, AcceleratorBlocks: 10);

        // 15 is in the first tier (saves 0.9 s), 25 in the second (saves 0.5 s).
        value.Exclusive([new(10, 0.1), new(10, 0.5)]).ShouldBe((10 * 0.9) + (10 * 0.5), 1e-6);
        value.Exclusive([new(10, 0.5), new(10, 0.1)]).ShouldBe((10 * 0.9) + (10 * 0.5), 1e-6);
    }

    [Fact]
    public void A_tier_that_holds_a_copy_of_accelerator_memory_is_worth_nothing_until_it_is_larger()
    {
        var value = new TierValue(Curve(5, 15, 25), OneSecond, BlockTokens: 1, AcceleratorBlocks: 20);

        value.Inclusive([new(20, 0.1)]).ShouldBe(0);
        value.Inclusive([new(30, 0.1)]).ShouldBe(9, 1e-6);
        value.Exclusive([new(20, 0.1)]).ShouldBe(9, 1e-6);
    }

    [Fact]
    public void A_tier_that_loads_slower_than_computing_is_left_out()
        => new TierValue(Curve(5, 15), OneSecond, BlockTokens: 1, AcceleratorBlocks: 0).Exclusive([new(10, 1.5), new(20, 0.5)]).ShouldBe(20 * 0.5, 1e-6);

    [Fact]
    public void Late_positions_are_worth_more()
    {
        var prefill = CostOracles.Sc24Prefill with { StartSeconds = 0 };
        var early = new TierValue(Curve([5], position: 0), prefill, 16, 0).Exclusive([new(10, 0)]);
        var late = new TierValue(Curve([5], position: 1000), prefill, 16, 0).Exclusive([new(10, 0)]);

        (early / 10).ShouldBe(prefill.Seconds(16), 1e-6);
        (late / 10).ShouldBe(prefill.Seconds(16, 16_000), 1e-4 * prefill.Seconds(16, 16_000));
        late.ShouldBeGreaterThan(early);
    }

    private static MissRatioCurve Curve(params int[] distances) => Curve(distances, position: 0);

    private static MissRatioCurve Curve(int[] distances, int position)
    {
        var (uses, positions) = (new double[DistanceScale.Buckets], new double[DistanceScale.Buckets]);
        foreach (var distance in distances)
        {
            uses[DistanceScale.BucketOf(distance)] = 10;
            positions[DistanceScale.BucketOf(distance)] = 10 * position;
        }

        return new MissRatioCurve(uses, positions, 10 * distances.Length);
    }
}
