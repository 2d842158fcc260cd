using System.Collections.Concurrent;
using KvFleet.Kubernetes.Queues;

namespace KvFleet.Kubernetes.Tests.Queues;

/// <summary>Real threads: the promises must hold whoever runs when.</summary>
public sealed class WorkQueueConcurrencyTests
{
    [Fact]
    public async Task No_key_is_lost_and_none_is_worked_on_twice_at_a_time()
    {
        const int keys = 50;
        const int addsPerProducer = 20_000;
        var token = TestContext.Current.CancellationToken;
        using var queue = new WorkQueue<int>("test", TimeProvider.System);
        var running = new int[keys];
        var added = new long[keys];
        var seen = new long[keys];
        var overlaps = 0;

        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (await queue.TakeAsync(token) is { } item)
                {
                    if (Interlocked.Increment(ref running[item.Key]) != 1)
                        Interlocked.Increment(ref overlaps);
                    // The state as of now: everything added before the key was taken must be visible here.
                    seen[item.Key] = Volatile.Read(ref added[item.Key]);
                    if (item.Key % 7 == 0)
                        await Task.Yield();
                    Interlocked.Decrement(ref running[item.Key]);
                    queue.Done(item.Key);
                }
            },
            token)).ToArray();
        var producers = Enumerable.Range(0, 3).Select(producer => Task.Run(
            () =>
            {
                for (var i = 0; i < addsPerProducer; i++)
                {
                    var key = (i + producer) % keys;
                    Interlocked.Increment(ref added[key]);
                    if (i % 3 == 0)
                        queue.Add(key, WorkPriority.Low);
                    else if (i % 5 == 0)
                        queue.AddAfter(key, TimeSpan.FromMilliseconds(1));
                    else
                        queue.Add(key);
                }
            },
            token)).ToArray();

        await Task.WhenAll(producers);
        // Whatever is delayed or queued comes out; a last add a key proves that its worker saw the final state.
        for (var key = 0; key < keys; key++)
            queue.Add(key);
        while (!seen.SequenceEqual(added))
            await Task.Yield();
        await queue.ShutDownWithDrainAsync(token);
        await Task.WhenAll(workers);

        overlaps.ShouldBe(0);
        seen.ShouldBe(added);
    }

    [Fact]
    public async Task Workers_that_come_and_go_swallow_no_key()
    {
        var token = TestContext.Current.CancellationToken;
        using var queue = new WorkQueue<int>("test", TimeProvider.System);
        var taken = new ConcurrentBag<int>();
        var producer = Task.Run(
            async () =>
            {
                for (var i = 0; i < 5_000; i++)
                {
                    queue.Add(i);
                    if (i % 10 == 0)
                        await Task.Yield();
                }
            },
            token);
        var takers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (taken.Count < 5_000)
                {
                    using var impatient = new CancellationTokenSource();
                    var take = queue.TakeAsync(impatient.Token).AsTask();
                    await impatient.CancelAsync();
                    try
                    {
                        taken.Add((await take)!.Value.Key);
                    }
                    catch (OperationCanceledException)
                    {
                        await Task.Yield();
                    }
                }
            },
            token)).ToArray();

        await producer;
        await Task.WhenAll(takers);
        taken.Order().ShouldBe(Enumerable.Range(0, 5_000));
    }
}
