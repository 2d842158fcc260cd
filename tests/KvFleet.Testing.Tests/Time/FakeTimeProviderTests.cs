namespace KvFleet.Testing.Tests.Time;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var start = _time.GetUtcNow();
        _time.GetUtcNow().ShouldBe(start);
        var stamp = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(90));
        _time.GetUtcNow().ShouldBe(start.AddSeconds(90));
        _time.GetElapsedTime(stamp).ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Time_never_goes_back()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
        Should.Throw<ArgumentOutOfRangeException>(() => _time.SetUtcNow(_time.GetUtcNow().AddTicks(-1)));
    }

    [Fact]
    public void Timers_fire_in_order_and_see_the_moment_they_were_due()
    {
        var start = _time.GetUtcNow();
        var seen = new List<(string, TimeSpan)>();
        using var late = _time.CreateTimer(_ => seen.Add(("late", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var early = _time.CreateTimer(_ => seen.Add(("early", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(10));
        seen.ShouldBe([("early", TimeSpan.FromSeconds(1)), ("late", TimeSpan.FromSeconds(3))]);
        _time.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void Timers_due_at_the_same_moment_fire_in_the_order_they_were_set()
    {
        var seen = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            var number = i;
            _time.CreateTimer(_ => seen.Add(number), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        seen.ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void A_periodic_timer_fires_once_per_period_until_it_is_disposed()
    {
        var count = 0;
        using (_time.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))
        {
            _time.Advance(TimeSpan.FromSeconds(7));
            count.ShouldBe(4);
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        count.ShouldBe(4);
    }

    [Fact]
    public void A_timer_that_is_due_at_once_fires_at_once()
    {
        var fired = false;
        using var timer = _time.CreateTimer(_ => fired = true, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        fired.ShouldBeTrue();
    }

    [Fact]
    public void A_timer_may_be_changed_in_its_own_callback()
    {
        var count = 0;
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                if (++count < 3)
                    timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromMinutes(1));
        count.ShouldBe(3);
        timer.Dispose();
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.Zero).ShouldBeFalse();
    }

    [Fact]
    public async Task Delays_and_cancellations_follow_the_clock()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _time, TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource(TimeSpan.FromMinutes(6), _time);
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        delay.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        await delay;
        source.IsCancellationRequested.ShouldBeFalse();
        _time.AdvanceToNextTimer().ShouldBe(TimeSpan.FromMinutes(1));
        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Waiting_for_timers_ends_when_code_has_come_to_rest()
    {
        var waiting = _time.WaitForTimersAsync(2, TestContext.Current.CancellationToken);
        using var one = _time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        waiting.IsCompleted.ShouldBeFalse();
        using var two = _time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        await waiting;
        _time.UntilNextTimer.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Reading_the_clock_moves_it_when_asked_to()
    {
        _time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);
        var first = _time.GetUtcNow();
        _time.GetUtcNow().ShouldBe(first.AddSeconds(1));
    }
}
