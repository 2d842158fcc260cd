using FsCheck;
using FsCheck.Fluent;
using KvFleet.Model.Reuse;

namespace KvFleet.Model.Tests.Reuse;

/// <summary>The sampler against the exact recency order.</summary>
public sealed class ReuseSamplerTests
{
    [Fact]
    public void With_every_key_followed_the_curve_is_exact()
        => Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed =>
            {
                var (sampler, exact) = (new ReuseSampler(new ReuseSamplerOptions { MaxKeys = 1024 }), new ExactReuse());
                foreach (var prompt in Prompts(new Random(seed), prompts: 200, documents: 12, blocks: 5))
                {
                    sampler.Observe(prompt);
                    exact.Observe(prompt);
                }

                var curve = sampler.Curve();
                return curve.TotalUses == exact.Uses
                    && Enumerable.Range(1, 64).All(blocks => Math.Abs(curve.HitRatio(blocks) - exact.HitRatio(blocks)) < 1e-5);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Renumbering_and_forgetting_slots_change_no_distance()
    {
        // 64 keys have 512 slots: this takes 60,000.
        var sampler = new ReuseSampler(new ReuseSamplerOptions { MaxKeys = 64 });
        var exact = new ExactReuse();
        foreach (var prompt in Prompts(new Random(3), prompts: 20_000, documents: 5, blocks: 3))
        {
            sampler.Observe(prompt);
            exact.Observe(prompt);
        }

        sampler.Rate.ShouldBe(1);
        foreach (var blocks in Enumerable.Range(1, 15))
        {
            sampler.Curve().HitRatio(blocks).ShouldBe(exact.HitRatio(blocks), 1e-4);
        }
    }

    [Fact]
    public void A_root_that_all_prompts_share_counts_whether_chance_picks_its_key_or_not()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var sampler = new ReuseSampler(new ReuseSamplerOptions { MaxRate = 0.05, Seed = seed });
            var random = new Random((int)seed);
            for (var prompt = 0; prompt < 20_000; prompt++)
            {
                sampler.Observe([1, 2, (ulong)random.NextInt64(1L << 40), (ulong)random.NextInt64(1L << 40)]);
            }

            sampler.Curve().HitRatio(100).ShouldBe(0.5, 0.01);
        }
    }

    [Fact]
    public void Ten_million_keys_fit_by_lowering_the_rate_and_the_curve_stays_near()
    {
        var sampler = new ReuseSampler(new ReuseSamplerOptions { MaxKeys = 8192 });
        var prompt = new ulong[100];

        // 5,000,000 keys, each used again 100,000 prompts later: twice what a pass holds decides between all and nothing.
        for (var pass = 0; pass < 2; pass++)
        {
            for (var at = 0; at < 100_000; at++)
            {
                for (var block = 0; block < prompt.Length; block++)
                {
                    prompt[block] = (ulong)((at * 100) + block);
                }

                sampler.Observe(prompt);
            }
        }

        sampler.FollowedKeys.ShouldBeLessThanOrEqualTo(8192 + 16);
        sampler.Rate.ShouldBeLessThan(0.001);
        sampler.Curve().HitRatio(8_500_000).ShouldBe(0, 0.01);
        sampler.Curve().HitRatio(11_500_000).ShouldBe(0.5, 0.01);
    }

    [Fact]
    public void What_is_old_weighs_less()
    {
        var sampler = new ReuseSampler();
        Repeat(sampler, [1, 2, 3, 4], 100);
        sampler.Age(10);
        for (var key = 1000UL; key < 1400; key++)
        {
            sampler.Observe([key]);
        }

        sampler.Curve().HitRatio(1000).ShouldBeLessThan(0.01);
        sampler.Curve().TotalUses.ShouldBe(400 + (400 / 1024.0), 1e-3);
    }

    [Fact]
    public void Keys_unused_for_long_are_forgotten_and_the_rate_rises_again_without_a_bias()
    {
        var sampler = new ReuseSampler(new ReuseSamplerOptions { MaxKeys = 2048, ForgetHalfLives = 1 });
        for (var key = 1UL << 32; key < (1UL << 32) + 200_000; key++)
        {
            sampler.Observe([key]);
        }

        var lowest = sampler.Rate;
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            // 600 keys at random: half of them fit in a cache of 300.
            for (var use = 0; use < 5000; use++)
            {
                sampler.Observe([(ulong)random.Next(600)]);
            }

            sampler.Age(1);
        }

        lowest.ShouldBeLessThan(0.02);
        sampler.Rate.ShouldBeGreaterThan(0.5);
        sampler.Curve().HitRatio(300).ShouldBe(0.5, 0.02);
        sampler.Curve().HitRatio(150).ShouldBe(0.25, 0.02);
        sampler.Curve().HitRatio(600).ShouldBe(1, 0.01);
    }

    [Fact]
    public void Positions_of_hits_are_known()
    {
        var sampler = new ReuseSampler();
        Repeat(sampler, [1, 2, 3, 4], 11);

        sampler.Curve().Hits(4).ShouldBe(40, 1e-6);
        sampler.Curve().HitPositions(4).ShouldBe(10 * (0 + 1 + 2 + 3), 1e-6);
    }

    [Fact]
    public void A_prompt_of_more_blocks_than_are_followed_is_taken_in_pieces()
    {
        var sampler = new ReuseSampler(new ReuseSamplerOptions { MaxKeys = 64 });
        ulong[] prompt = [.. Enumerable.Range(1, 100_000).Select(block => (ulong)block)];

        sampler.Observe(prompt);
        sampler.Observe(prompt);

        sampler.FollowedKeys.ShouldBeLessThanOrEqualTo(64 + 16);
        sampler.Curve().TotalUses.ShouldBe(200_000);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.5, 64)]
    [InlineData(0.5, 63)]
    public void Options_out_of_range_are_refused(double rate, int keys)
        => Should.Throw<ArgumentOutOfRangeException>(() => new ReuseSampler(new ReuseSamplerOptions { MaxRate = rate, MaxKeys = keys }));

    /// <summary>Prompts over a few documents: a shared root, then a prefix of one of them.</summary>
    private static IEnumerable<ulong[]> Prompts(Random random, int prompts, int documents, int blocks)
        => Enumerable.Range(0, prompts).Select(_ =>
        {
            var document = random.Next(documents);
            return Enumerable.Range(0, random.Next(1, blocks + 1)).Select(block => block == 0 ? 7UL : ((ulong)document * 100) + (ulong)block + 1000).ToArray();
        });

    private static void Repeat(ReuseSampler sampler, ulong[] prompt, int times)
    {
        for (var time = 0; time < times; time++)
        {
            sampler.Observe(prompt);
        }
    }
}
