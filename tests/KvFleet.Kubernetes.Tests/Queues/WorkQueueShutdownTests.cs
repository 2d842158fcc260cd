using KvFleet.Kubernetes.Queues;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Queues;

/// <summary>How a queue ends.</summary>
public sealed class WorkQueueShutdownTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueShutdownTests() => _queue = new WorkQueue<string>("test", _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

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
        await _queue.TakeAllAsync(1);
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
        await _queue.TakeAllAsync(1);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);
        var drained = _queue.ShutDownWithDrainAsync(bound.Token);
        _time.Advance(TimeSpan.FromSeconds(30));

        await Should.ThrowAsync<OperationCanceledException>(() => drained);
    }
}
