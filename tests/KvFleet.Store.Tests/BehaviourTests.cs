using KvFleet.Protocol.Store;
using KvFleet.Store.Eviction;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests;

/// <summary>A store behaves differently from one moment to the next, and loses nothing by it.</summary>
public sealed class BehaviourTests
{
    private const int Rows = 8;

    [Theory]
    [InlineData(EvictionPolicy.Lru, EvictionPolicy.S3Fifo)]
    [InlineData(EvictionPolicy.Lru, EvictionPolicy.CostAware)]
    [InlineData(EvictionPolicy.S3Fifo, EvictionPolicy.Lru)]
    [InlineData(EvictionPolicy.S3Fifo, EvictionPolicy.CostAware)]
    [InlineData(EvictionPolicy.CostAware, EvictionPolicy.Lru)]
    [InlineData(EvictionPolicy.CostAware, EvictionPolicy.S3Fifo)]
    public void Another_policy_keeps_every_value_also_what_is_leased_pinned_and_hinted(EvictionPolicy before, EvictionPolicy after)
    {
        using var memory = new TestMemory(Rows);
        using var store = memory.Open(TestMemory.Options() with { Policy = before, PinnedFraction = 0.5 });
        for (var i = 0; i < Rows; i++)
            store.Allocate(TestMemory.Key(i), TestMemory.Stride);
        using var client = store.Connect();
        client.Pin(TestMemory.Key(0), StoreLimits.PinForever).ShouldBe((byte)0);
        client.Hint(KeysOf(TestMemory.Key(1)), StoreLimits.NeverAgain);
        client.Hint(KeysOf(TestMemory.Key(2)), 60_000);
        store.TryLease(TestMemory.Key(3), out var lease).ShouldBeTrue();

        store.Behave(after, 0.5, 0);

        store.Options.Policy.ShouldBe(after);
        Enumerable.Range(0, Rows).ShouldAllBe(i => store.Find(TestMemory.Key(i)).State == StoreRecordState.Present);
        lease.Dispose();
        client.Pin(TestMemory.Key(0), 0);
        // Everything can leave again, each value once: a list that was broken on the way would throw, or give a row twice.
        for (var i = 0; i < Rows * 4; i++)
            store.Put(TestMemory.Key(100 + i), Bytes(i, (int)TestMemory.Stride)).ShouldBeTrue();
        store.Statistics.Keys.ShouldBe(Rows);
        store.Statistics.Evictions.ShouldBe(Rows * 4);
    }

    [Fact]
    public void What_is_used_decides_after_a_change_to_lru_and_does_not_before()
    {
        using var memory = new TestMemory(Rows);
        using var store = memory.Open(TestMemory.Options() with { Policy = EvictionPolicy.S3Fifo });
        for (var i = 0; i < Rows; i++)
            store.Allocate(TestMemory.Key(i), TestMemory.Stride);

        // S3-FIFO lets one use pass; the first to come leaves.
        store.TryLease(TestMemory.Key(0), out var lease).ShouldBeTrue();
        lease.Dispose();
        store.Allocate(TestMemory.Key(20), TestMemory.Stride);
        store.Find(TestMemory.Key(0)).State.ShouldBe(StoreRecordState.Absent);

        store.Behave(EvictionPolicy.Lru, 0.25, 0);
        store.TryLease(TestMemory.Key(1), out lease).ShouldBeTrue();
        lease.Dispose();
        store.Allocate(TestMemory.Key(21), TestMemory.Stride);

        store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.Present);
        store.Find(TestMemory.Key(2)).State.ShouldBe(StoreRecordState.Absent);
    }

    [Fact]
    public void A_smaller_pinned_share_refuses_new_pins_and_ends_none()
    {
        using var memory = new TestMemory(Rows);
        using var store = memory.Open(TestMemory.Options() with { PinnedFraction = 0.5 });
        for (var i = 0; i < Rows; i++)
            store.Allocate(TestMemory.Key(i), TestMemory.Stride);
        using var client = store.Connect();
        client.Pin(TestMemory.Key(0), StoreLimits.PinForever).ShouldBe((byte)0);

        store.Behave(EvictionPolicy.CostAware, 0.1, 0);

        client.Pin(TestMemory.Key(1), StoreLimits.PinForever).ShouldBe((byte)2);
        store.Statistics.PinnedBytes.ShouldBe(TestMemory.Stride);
    }

    [Fact]
    public void More_headroom_is_made_at_the_next_tick()
    {
        using var memory = new TestMemory(Rows);
        using var store = memory.Open();
        for (var i = 0; i < Rows; i++)
            store.Allocate(TestMemory.Key(i), TestMemory.Stride);
        store.Tick();
        store.Statistics.FreeRows.ShouldBe(0);

        store.Behave(EvictionPolicy.CostAware, 0.25, 0.5);
        store.Tick();

        store.Statistics.FreeRows.ShouldBe(Rows / 2);
    }
}
