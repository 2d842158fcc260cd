using KvFleet.Model.Cost;

namespace KvFleet.Model.Tests.Cost;

/// <summary>What computing costs, against published figures.</summary>
public sealed class PrefillTests
{
    [Theory]
    [InlineData(1024, 0.0675)]
    [InlineData(16_384, 1.217)]
    public void Row_SC24study_recompute_bars_are_hit(int tokens, double seconds)
        => CostOracles.Sc24Prefill.Seconds(tokens).ShouldBe(seconds, 0.015 * seconds);

    [Fact]
    public void Llama_70B_on_four_H100_takes_20_seconds_for_128_000_tokens()
        => PrefillCost.Prior(CostOracles.Model("meta-llama/Llama-3.1-70B-Instruct").Prefill!, 989.4e12, ranks: 4).Seconds(128_000).ShouldBe(20.0, 0.05);

    [Fact]
    public void A_prefix_that_is_cached_is_not_computed_but_attended_to()
    {
        var cost = CostOracles.Sc24Prefill with { StartSeconds = 0 };

        cost.Seconds(1000, 3000).ShouldBe(cost.Seconds(4000) - cost.Seconds(3000), 1e-9);
    }

    [Fact]
    public void The_seconds_of_the_positions_add_up_to_the_whole()
    {
        var cost = CostOracles.Sc24Prefill with { StartSeconds = 0 };

        Enumerable.Range(0, 2048).Sum(position => cost.SecondsAt(position + 0.5)).ShouldBe(cost.Seconds(2048), 1e-9);
    }

    [Fact]
    public void Observed_tokens_a_second_replace_the_prior()
    {
        var shape = CostOracles.Model("meta-llama/Llama-3.1-8B-Instruct").Prefill!;
        var observed = PrefillCost.Observed(shape, tokensPerSecond: 20_000, promptTokens: 4000);

        observed.Seconds(4000).ShouldBe(0.2, 1e-9);
        observed.Seconds(64_000).ShouldBeGreaterThan(16 * 0.2);
        PrefillCost.Observed(PrefillShape.Linear, 20_000, 4000).Seconds(64_000).ShouldBe(3.2, 1e-9);
    }

    [Fact]
    public void Nothing_to_compute_takes_no_time() => CostOracles.Sc24Prefill.Seconds(0).ShouldBe(0);

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 989.4, 3.8)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 989.4, 1.1)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 2250, 8.6)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 2250, 2.5)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 312, 1.2)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 312, 0.35)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 362, 1.4)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 121, 0.46)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 1307, 5.0)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 2517, 9.6)]
    [InlineData("meta-llama/Llama-3.1-70B-Instruct", 2517, 2.8)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", 1835, 7.0)]
    [InlineData("meta-llama/Llama-2-7b-hf", 2250, 41)]
    [InlineData("meta-llama/Llama-2-7b-hf", 2517, 45)]
    [InlineData("meta-llama/Llama-2-7b-hf", 312, 5.6)]
    public void Break_even_bandwidth_at_4K_tokens(string model, double teraflops, double gigabytesPerSecond)
        => CostOracles.At(model, PrefillCost.Prior(CostOracles.Model(model).Prefill!, teraflops * 1e12), 1e9).BreakEvenBytesPerSecond(4096)
            .ShouldBe(gigabytesPerSecond * 1e9, 0.03 * gigabytesPerSecond * 1e9);
}
