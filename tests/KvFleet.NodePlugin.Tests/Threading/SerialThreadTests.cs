using KvFleet.NodePlugin.Threading;

namespace KvFleet.NodePlugin.Tests.Threading;

public class SerialThreadTests
{
    [Fact]
    public async Task Work_runs_in_order_on_one_thread_that_is_no_shared_one()
    {
        using var thread = new SerialThread("test");
        List<int> order = [];

        var threads = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => thread.RunAsync(() =>
        {
            order.Add(number);
            return (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread);
        })));

        order.ShouldBe(Enumerable.Range(0, 100));
        threads.Distinct().Single().IsThreadPoolThread.ShouldBeFalse();
    }

    [Fact]
    public async Task A_failure_belongs_to_its_caller_and_stops_nothing()
    {
        using var thread = new SerialThread("test");

        await Should.ThrowAsync<InvalidOperationException>(() => thread.RunAsync<int>(() => throw new InvalidOperationException()));

        (await thread.RunAsync(() => 7)).ShouldBe(7);
    }

    [Fact]
    public async Task Disposing_finishes_what_was_handed_over_and_takes_no_more()
    {
        var thread = new SerialThread("test");
        using var gate = new ManualResetEventSlim();
        var first = thread.RunAsync(() => gate.Wait(TimeSpan.FromMinutes(1)));
        var second = thread.RunAsync(() => 2);

        gate.Set();
        thread.Dispose();

        (await first, await second).ShouldBe((true, 2));
        Should.Throw<ObjectDisposedException>(() => { _ = thread.RunAsync(() => 3); });
        thread.Dispose();
    }
}
