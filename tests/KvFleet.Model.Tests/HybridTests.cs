namespace KvFleet.Model.Tests;

public sealed class HybridTests
{
    private static readonly HybridGeometry Mixed = new(FullLayers: 2, WindowLayers: 3, WindowTokens: 100, KvHeads: 1, HeadDim: 1, StateBytesPerSequence: 50);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 50 + (5 * 4))]
    [InlineData(100, 50 + (100 * 5 * 4))]
    [InlineData(101, 50 + (101 * 2 * 4) + (100 * 3 * 4))]
    public void Bytes_are_a_function_of_the_length(long tokens, long bytes)
        => Mixed.BytesFor(tokens, KvPrecision.BF16).ShouldBe(bytes);

    [Theory]
    [InlineData(49, 0)]
    [InlineData(50, 0)]
    [InlineData(70, 1)]
    [InlineData(89, 1)]
    [InlineData(50 + 2000, 100)]
    [InlineData(50 + 2000 + 7, 100)]
    [InlineData(50 + 2000 + 8, 101)]
    public void The_longest_sequence_that_fits_is_the_inverse(long bytes, long tokens)
        => Mixed.TokensIn(bytes, KvPrecision.BF16).ShouldBe(tokens);

    [Fact]
    public void With_windows_alone_length_costs_nothing_after_the_window()
    {
        var mistral = new HybridGeometry(0, 32, 4096, 8, 128);
        var full = mistral.BytesFor(4096, KvPrecision.BF16);

        mistral.BytesPerToken(KvPrecision.BF16).ShouldBe(0);
        mistral.BytesFor(1_000_000, KvPrecision.BF16).ShouldBe(full);
        mistral.TokensIn(full - 1, KvPrecision.BF16).ShouldBe(4095);
        mistral.TokensIn(full + 131_072, KvPrecision.BF16).ShouldBe(long.MaxValue);
    }

    [Fact]
    public void With_states_alone_every_length_fits_once_the_state_does()
    {
        var states = new HybridGeometry(0, 0, 0, 0, 0, StateBytesPerSequence: 1000);

        states.TokensIn(999, KvPrecision.BF16).ShouldBe(0);
        states.TokensIn(1000, KvPrecision.BF16).ShouldBe(long.MaxValue);
    }
}
