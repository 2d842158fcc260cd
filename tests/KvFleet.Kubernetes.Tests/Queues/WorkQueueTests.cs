using KvFleet.Kubernetes.Queues;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Queues;

/// <summary>Who gets which key when nothing is delayed.</summary>
public sealed class WorkQueueTests : IDisposable
{
    private readonly WorkQueue<string> _queue = new("test", new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Keys_come_out_in_the_order_they_went_in()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("c");

        (await _queue.TakeAllAsync(3)).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_key_that_waits_is_not_queued_twice()
    {
        for (var i = 0; i < 100; i++)
            _queue.Add("a");

        _queue.Depth.ShouldBe(1);
        (await _queue.TakeAllAsync(1)).ShouldBe(["a"]);
        _queue.Done("a");
        _queue.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_comes_again_but_only_after_it_is_done()
    {
        _queue.Add("a");
        await _queue.TakeAllAsync(1);
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

        (await _queue.TakeAllAsync(2)).ShouldBe(["b", "a"]);
        _queue.Done("a");
        _queue.Done("b");
        _queue.Depth.ShouldBe(0);
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
    public void Done_without_take_is_harmless()
    {
        _queue.Done("never seen");
        _queue.Add("a");
        _queue.Done("a");

        _queue.Depth.ShouldBe(1);
    }
}
