using KvFleet.Sweeping.Pacing;

namespace KvFleet.Sweeping.Tests.Pacing;

public sealed class PacingTests
{
    [Fact]
    public void The_stop_line_leaves_room_for_what_is_written_until_deletion_takes_effect()
    {
        var line = StopLine.Of(quota: 10_000, perSecond: 100, reactionSeconds: 10, lowPercent: 90);

        line.At.ShouldBe(8500);
        line.Target.ShouldBe(7650);
    }

    [Fact]
    public void Writers_that_fill_the_quota_faster_than_anything_can_react_leave_no_line_below_zero() =>
        StopLine.Of(1000, 1e9, 10, 90).ShouldBe(new StopLine(0, 0));

    [Fact]
    public void Deletions_do_not_hide_what_is_written()
    {
        var rate = new WriteRate();
        rate.Observe(1000, 0, seconds: 0);
        rate.PerSecond.ShouldBe(0);
        rate.Observe(900, deletedSince: 600, seconds: 5);
        rate.PerSecond.ShouldBe(100);
    }

    [Fact]
    public void A_rise_counts_at_once_and_a_fall_slowly()
    {
        var rate = new WriteRate();
        rate.Observe(0, 0, 0);
        rate.Observe(1000, 0, 1);
        rate.Observe(1000, 0, 2);
        rate.PerSecond.ShouldBe(500);
        rate.Observe(3000, 0, 3);
        rate.PerSecond.ShouldBe(2000);
    }

    [Fact]
    public void Looks_come_sooner_as_the_line_comes_near_but_take_a_fifth_of_the_time_at_most()
    {
        LookInterval.Next(left: null, perSecond: 100, scanSeconds: 0.1, longest: 60).ShouldBe(60);
        LookInterval.Next(left: 2000, perSecond: 100, scanSeconds: 0.1, longest: 60).ShouldBe(10);
        LookInterval.Next(left: 10, perSecond: 100, scanSeconds: 1, longest: 60).ShouldBe(4);
        LookInterval.Next(left: 0, perSecond: 100, scanSeconds: 100, longest: 60).ShouldBe(60);
    }

    [Fact]
    public void A_limit_is_kept_over_all_threads()
    {
        var limiter = new RateLimiter(1000, TimeProvider.System);
        var started = TimeProvider.System.GetTimestamp();
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 250; i++)
                limiter.Take(1, CancellationToken.None);
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        // 1,000 of them, of which half a second's worth may come at once.
        TimeProvider.System.GetElapsedTime(started).TotalSeconds.ShouldBeGreaterThanOrEqualTo(0.45);
    }

    [Fact]
    public void Waiting_for_the_limit_can_be_called_off()
    {
        using var stop = new CancellationTokenSource();
        var limiter = new RateLimiter(0.001, TimeProvider.System);
        stop.CancelAfter(TimeSpan.FromMilliseconds(50));

        Should.Throw<OperationCanceledException>(() => limiter.Take(1, stop.Token));
    }
}
