using KvFleet.Kubernetes.Informers;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Informers;

public sealed class InformerBackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Waits_double_up_to_half_a_minute_and_at_most_double_by_chance()
    {
        var backoff = new InformerBackoff(_time);
        foreach (var expected in (double[])[0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30, 30])
        {
            var wait = backoff.Next();
            wait.ShouldBeInRange(TimeSpan.FromSeconds(expected), TimeSpan.FromSeconds(2 * expected));
            _time.Advance(wait);
        }
    }

    [Fact]
    public void Two_healthy_minutes_start_it_over()
    {
        var backoff = new InformerBackoff(_time);
        for (var i = 0; i < 10; i++)
            _time.Advance(backoff.Next());
        _time.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromMinutes(1));
        backoff.Next().ShouldBeLessThan(TimeSpan.FromSeconds(1.7));
    }

    [Fact]
    public void What_the_server_asked_for_is_kept_to_within_reason()
    {
        var backoff = new InformerBackoff(_time);
        backoff.Next(TimeSpan.FromSeconds(20)).ShouldBe(TimeSpan.FromSeconds(20));
        backoff.Next(TimeSpan.Zero).ShouldBeInRange(TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(3.2));
        backoff.Next(TimeSpan.FromDays(1)).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_clock_that_is_set_is_not_taken_for_health()
    {
        var jumping = new JumpingClock(_time);
        var backoff = new InformerBackoff(jumping);
        for (var i = 0; i < 6; i++)
        {
            backoff.Next();
            jumping.Offset += TimeSpan.FromHours(1);
        }

        backoff.Next().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(119, 1.6)]
    [InlineData(121, 0.8)]
    public void Two_minutes_are_counted_from_the_end_of_the_wait(double healthySeconds, double expected)
    {
        var backoff = new InformerBackoff(_time);
        _time.Advance(backoff.Next());
        _time.Advance(TimeSpan.FromSeconds(healthySeconds));
        backoff.Next().ShouldBeInRange(TimeSpan.FromSeconds(expected), TimeSpan.FromSeconds(2 * expected));
    }

    /// <summary>A wall clock that somebody sets, over a monotonic one that goes on.</summary>
    private sealed class JumpingClock(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

        public override long GetTimestamp() => inner.GetTimestamp();
    }
}
