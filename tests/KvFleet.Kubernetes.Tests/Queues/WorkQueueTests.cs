using KvFleet.Kubernetes.Queues;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Queues;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>("test", _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Keys_come_out_in_the_order_they_went_in()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("c");

        (await TakeAllAsync(3)).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_key_that_waits_is_not_queued_twice()
    {
        for (var i = 0; i < 100; i++)
            _queue.Add("a");

        _queue.Depth.ShouldBe(1);
        (await TakeAllAsync(1)).ShouldBe(["a"]);
        _queue.Done("a");
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_comes_again_but_only_after_it_is_done()
    {
        _queue.Add("a");
        await TakeAllAsync(1);
        _queue.Add("a");
        _queue.Add("a");

        _queue.Depth.ShouldBe(0);
        var second = _queue.TakeAsync(Token).AsTask();
        second.IsCompleted.ShouldBeFalse();
        _queue.Done("a");

        (await second)!.Value.Key.ShouldBe("a");
        _queue.Done("a");
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_delayed_key_comes_at_its_time_and_not_before()
    {
        _queue.AddAfter("a", 10 * Second);

        _time.Advance((10 * Second) - TimeSpan.FromMilliseconds(1));
        _queue.Depth.ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task The_earliest_time_wins_whichever_was_asked_for_first()
    {
        _queue.AddAfter("late-then-early", 10 * Second);
        _queue.AddAfter("late-then-early", 2 * Second);
        _queue.AddAfter("early-then-late", 2 * Second);
        _queue.AddAfter("early-then-late", 10 * Second);

        _time.Advance(2 * Second);
        (await TakeAllAsync(2)).ShouldBe(["late-then-early", "early-then-late"]);
        _queue.Done("late-then-early");
        _queue.Done("early-then-late");
        _time.Advance(TimeSpan.FromMinutes(1));
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task An_immediate_add_replaces_a_later_time_so_that_a_terminal_result_is_not_retried()
    {
        _queue.AddAfter("a", 10 * Second);
        _queue.Add("a");
        await TakeAllAsync(1);
        _queue.Done("a");

        _time.Advance(TimeSpan.FromMinutes(1));
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_status_echo_while_working_does_not_cancel_the_requeue_that_the_work_asks_for()
    {
        _queue.Add("a");
        await TakeAllAsync(1);
        _queue.Add("a");                    // the echo of our own status write
        _queue.AddAfter("a", 10 * Second);  // RequeueAfter of this run: sooner is pending already
        _queue.Done("a");
        await TakeAllAsync(1);              // the run for the echo ...
        _queue.AddAfter("a", 10 * Second);  // ... asks again
        _queue.Done("a");

        _time.Advance(10 * Second);
        (await TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_key_whose_time_comes_while_it_is_worked_on_waits_until_it_is_done()
    {
        _queue.Add("a");
        await TakeAllAsync(1);
        _queue.AddAfter("a", Second);
        _time.Advance(Second);

        _queue.Depth.ShouldBe(0);
        _queue.Done("a");
        (await TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_delay_set_while_working_survives_done()
    {
        _queue.Add("a");
        await TakeAllAsync(1);
        _queue.AddAfter("a", Second);
        _queue.Done("a");

        _time.Advance(Second);
        (await TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Low_priority_waits_until_nothing_else_does()
    {
        _queue.Add("low-1", WorkPriority.Low);
        _queue.Add("low-2", WorkPriority.Low);
        _queue.Add("normal");

        var items = new List<WorkItem<string>>();
        for (var i = 0; i < 3; i++)
            items.Add((await _queue.TakeAsync(Token))!.Value);
        items.ShouldBe([new("normal", WorkPriority.Normal), new("low-1", WorkPriority.Low), new("low-2", WorkPriority.Low)]);
    }

    [Fact]
    public async Task A_change_lifts_a_waiting_key_of_low_priority_and_it_still_comes_once()
    {
        _queue.Add("a", WorkPriority.Low);
        _queue.Add("b", WorkPriority.Low);
        _queue.Add("b");
        _queue.Add("b", WorkPriority.Low);

        (await TakeAllAsync(2)).ShouldBe(["b", "a"]);
        _queue.Done("a");
        _queue.Done("b");
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task Failures_wait_longer_each_time_until_they_are_forgotten()
    {
        for (var failure = 0; failure < 5; failure++)
        {
            _queue.AddRateLimited("a").ShouldBe(TimeSpan.FromMilliseconds(5 * (1 << failure)));
            _queue.Retries("a").ShouldBe(failure + 1);
            _time.Advance(Second);
            await TakeAllAsync(1);
            _queue.Done("a");
        }

        _queue.Forget("a");
        _queue.Retries("a").ShouldBe(0);
        _queue.AddRateLimited("a").ShouldBe(TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public async Task Waiting_workers_are_served_and_a_cancelled_one_takes_nothing_with_it()
    {
        using var cancel = new CancellationTokenSource();
        var cancelled = _queue.TakeAsync(cancel.Token).AsTask();
        var waiting = _queue.TakeAsync(Token).AsTask();
        await cancel.CancelAsync();
        _queue.Add("a");

        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        (await waiting)!.Value.Key.ShouldBe("a");
    }

    [Fact]
    public async Task Taking_with_a_cancelled_token_takes_nothing()
    {
        _queue.Add("a");
        await Should.ThrowAsync<OperationCanceledException>(async () => await _queue.TakeAsync(new CancellationToken(true)));

        _queue.Depth.ShouldBe(1);
    }

    [Fact]
    public async Task Shutting_down_drops_what_was_not_begun_and_sends_workers_home()
    {
        var waiting = _queue.TakeAsync(Token).AsTask();
        _queue.ShutDown();
        _queue.Add("a");
        _queue.AddAfter("b", Second);
        _time.Advance(Second);

        (await waiting).ShouldBeNull();
        (await _queue.TakeAsync(Token)).ShouldBeNull();
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task Draining_waits_for_the_work_under_way_but_begins_nothing_new()
    {
        _queue.Add("a");
        _queue.Add("b");
        await TakeAllAsync(1);
        var drained = _queue.ShutDownWithDrainAsync(Token);
        _queue.Add("a");

        drained.IsCompleted.ShouldBeFalse();
        (await _queue.TakeAsync(Token)).ShouldBeNull();
        _queue.Done("a");
        await drained;
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task Draining_gives_up_when_it_is_cancelled()
    {
        _queue.Add("a");
        await TakeAllAsync(1);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);
        var drained = _queue.ShutDownWithDrainAsync(bound.Token);
        _time.Advance(TimeSpan.FromSeconds(30));

        await Should.ThrowAsync<OperationCanceledException>(() => drained);
    }

    [Fact]
    public void Done_without_take_is_harmless()
    {
        _queue.Done("never seen");
        _queue.Add("a");
        _queue.Done("a");

        _queue.Depth.ShouldBe(1);
    }

    [Fact]
    public async Task Delays_longer_than_a_timer_can_take_still_come()
    {
        _queue.AddAfter("far", TimeSpan.FromDays(60));
        _queue.AddAfter("never", TimeSpan.MaxValue);

        _time.Advance(TimeSpan.FromDays(60));
        (await TakeAllAsync(1)).ShouldBe(["far"]);
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_delay_that_is_not_positive_means_now()
    {
        _queue.AddAfter("a", TimeSpan.Zero);
        _queue.AddAfter("b", -Second);

        (await TakeAllAsync(2)).ShouldBe(["a", "b"]);
    }

    private async Task<List<string>> TakeAllAsync(int count)
    {
        var keys = new List<string>();
        for (var i = 0; i < count; i++)
        {
            _queue.Depth.ShouldBeGreaterThan(0);
            keys.Add((await _queue.TakeAsync(Token))!.Value.Key);
        }

        return keys;
    }
}
