using KvFleet.Kubernetes.Queues;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Queues;

public sealed class RateLimiterTests
{
    [Fact]
    public void Delays_double_from_5_ms_to_1000_s_and_stay_there_for_ever()
    {
        var limiter = new ExponentialRateLimiter<string>(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000));
        var delays = Enumerable.Range(0, 2000).Select(_ => limiter.When("a")).ToList();

        delays[0].ShouldBe(TimeSpan.FromMilliseconds(5));
        delays[1].ShouldBe(TimeSpan.FromMilliseconds(10));
        delays[17].ShouldBe(TimeSpan.FromMilliseconds(5 * (1 << 17)));
        delays.Skip(18).ShouldAllBe(d => d == TimeSpan.FromSeconds(1000));
        limiter.When("b").ShouldBe(TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public void The_bucket_lets_a_burst_through_and_then_ten_a_second()
    {
        var time = new FakeTimeProvider();
        var limiter = new TokenBucketRateLimiter<string>(time, perSecond: 10, burst: 100);

        for (var i = 0; i < 100; i++)
            limiter.When("a").ShouldBe(TimeSpan.Zero);
        limiter.When("a").ShouldBe(TimeSpan.FromMilliseconds(100));
        limiter.When("b").ShouldBe(TimeSpan.FromMilliseconds(200));

        time.Advance(TimeSpan.FromSeconds(1));
        limiter.When("c").TotalMilliseconds.ShouldBe(0, tolerance: 0.001);
        time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 100; i++)
            limiter.When("a").ShouldBe(TimeSpan.Zero);
        limiter.When("a").ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void The_longest_delay_counts_and_every_limiter_hears_of_each_failure()
    {
        var time = new FakeTimeProvider();
        var limiter = new MaxRateLimiter<string>(
            new ExponentialRateLimiter<string>(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000)),
            new TokenBucketRateLimiter<string>(time, perSecond: 10, burst: 1));

        limiter.When("a").ShouldBe(TimeSpan.FromMilliseconds(5));
        limiter.When("b").ShouldBe(TimeSpan.FromMilliseconds(100));
        limiter.Retries("a").ShouldBe(1);
        limiter.Forget("a");
        limiter.Retries("a").ShouldBe(0);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialRateLimiter<int>(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialRateLimiter<int>(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
        Should.Throw<ArgumentOutOfRangeException>(() => new TokenBucketRateLimiter<int>(TimeProvider.System, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new TokenBucketRateLimiter<int>(TimeProvider.System, 1, 0));
    }
}
