using KvFleet.Kubernetes.Queues;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Queues;

/// <summary>Keys that wait for their time.</summary>
public sealed class WorkQueueDelayTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueDelayTests() => _queue = new WorkQueue<string>("test", _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_delayed_key_comes_at_its_time_and_not_before()
    {
        _queue.AddAfter("a", 10 * Second);

        _time.Advance((10 * Second) - TimeSpan.FromMilliseconds(1));
        _queue.Depth.ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await _queue.TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task The_earliest_time_wins_whichever_was_asked_for_first()
    {
        _queue.AddAfter("late-then-early", 10 * Second);
        _queue.AddAfter("late-then-early", 2 * Second);
        _queue.AddAfter("early-then-late", 2 * Second);
        _queue.AddAfter("early-then-late", 10 * Second);

        _time.Advance(2 * Second);
        (await _queue.TakeAllAsync(2)).ShouldBe(["late-then-early", "early-then-late"]);
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
        await _queue.TakeAllAsync(1);
        _queue.Done("a");

        _time.Advance(TimeSpan.FromMinutes(1));
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_status_echo_while_working_does_not_cancel_the_requeue_that_the_work_asks_for()
    {
        _queue.Add("a");
        await _queue.TakeAllAsync(1);
        _queue.Add("a");                    // the echo of our own status write
        _queue.AddAfter("a", 10 * Second);  // RequeueAfter of this run: sooner is pending already
        _queue.Done("a");
        await _queue.TakeAllAsync(1);              // the run for the echo ...
        _queue.AddAfter("a", 10 * Second);  // ... asks again
        _queue.Done("a");

        _time.Advance(10 * Second);
        (await _queue.TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_key_whose_time_comes_while_it_is_worked_on_waits_until_it_is_done()
    {
        _queue.Add("a");
        await _queue.TakeAllAsync(1);
        _queue.AddAfter("a", Second);
        _time.Advance(Second);

        _queue.Depth.ShouldBe(0);
        _queue.Done("a");
        (await _queue.TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_delay_set_while_working_survives_done()
    {
        _queue.Add("a");
        await _queue.TakeAllAsync(1);
        _queue.AddAfter("a", Second);
        _queue.Done("a");

        _time.Advance(Second);
        (await _queue.TakeAllAsync(1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_change_lifts_a_key_of_low_priority_that_waits_for_its_time()
    {
        // A debounced controller delays what its start lists as well as what happens meanwhile.
        _queue.AddAfter("other", Second, WorkPriority.Low);
        _queue.AddAfter("changed", Second, WorkPriority.Low);
        _queue.AddAfter("changed", 2 * Second);
        _time.Advance(Second);

        var items = new List<WorkItem<string>> { (await _queue.TakeAsync(Token))!.Value, (await _queue.TakeAsync(Token))!.Value };
        items.ShouldBe([new("changed", WorkPriority.Normal), new("other", WorkPriority.Low)]);
    }

    [Fact]
    public async Task Failures_wait_longer_each_time_until_they_are_forgotten()
    {
        for (var failure = 0; failure < 5; failure++)
        {
            _queue.AddRateLimited("a").ShouldBe(TimeSpan.FromMilliseconds(5 * (1 << failure)));
            _queue.Retries("a").ShouldBe(failure + 1);
            _time.Advance(Second);
            await _queue.TakeAllAsync(1);
            _queue.Done("a");
        }

        _queue.Forget("a");
        _queue.Retries("a").ShouldBe(0);
        _queue.AddRateLimited("a").ShouldBe(TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public async Task Delays_longer_than_a_timer_can_take_still_come()
    {
        _queue.AddAfter("far", TimeSpan.FromDays(60));
        _queue.AddAfter("never", TimeSpan.MaxValue);

        _time.Advance(TimeSpan.FromDays(60));
        (await _queue.TakeAllAsync(1)).ShouldBe(["far"]);
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_delay_that_is_not_positive_means_now()
    {
        _queue.AddAfter("a", TimeSpan.Zero);
        _queue.AddAfter("b", -Second);

        (await _queue.TakeAllAsync(2)).ShouldBe(["a", "b"]);
    }
}
