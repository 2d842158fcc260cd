using KvFleet.Kubernetes.Queues;

namespace KvFleet.Kubernetes.Tests.Queues;

public sealed class DelayedEntriesTests
{
    [Fact]
    public void Changing_a_time_over_and_over_does_not_grow_the_heap()
    {
        var delayed = new DelayedEntries<int>();
        var entries = Enumerable.Range(0, 10).Select(i => new QueueEntry<int>(i)).ToList();
        for (var round = 0; round < 10_000; round++)
            delayed.Set(entries[round % 10], due: 1_000_000 - round);

        delayed.Count.ShouldBe(10);
        delayed.Tokens.ShouldBeLessThan(100);
    }

    [Fact]
    public void Only_the_newest_time_counts()
    {
        var delayed = new DelayedEntries<int>();
        var entry = new QueueEntry<int>(1);
        delayed.Set(entry, 10);
        delayed.Set(entry, 20);

        delayed.NextDue().ShouldBe(20);
        delayed.TakeDue(19).ShouldBeNull();
        delayed.TakeDue(20).ShouldBe(entry);
        delayed.TakeDue(1000).ShouldBeNull();
        delayed.Count.ShouldBe(0);
    }

    [Fact]
    public void Keys_that_are_due_together_come_in_the_order_they_were_set()
    {
        var delayed = new DelayedEntries<int>();
        foreach (var i in new[] { 3, 1, 2 })
            delayed.Set(new QueueEntry<int>(i), 10);

        new[] { delayed.TakeDue(10)!.Key, delayed.TakeDue(10)!.Key, delayed.TakeDue(10)!.Key }.ShouldBe([3, 1, 2]);
    }
}
