namespace KvFleet.Holder.Tests;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    [Fact]
    public void Pauses_double_up_to_the_longest_and_start_over_after_success()
    {
        var backoff = new Backoff(First, Longest, () => 0.5);
        Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalSeconds).ShouldBe([1, 2, 4, 5, 5]);
        backoff.Reset();
        backoff.Next().ShouldBe(First);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 1.5)]
    public void Jitter_spreads_a_pause_by_half_of_it(double random, double seconds) =>
        new Backoff(First, Longest, () => random).Next().TotalSeconds.ShouldBe(seconds);
}
