using KvFleet.Protocol.Store;
using KvFleet.Store.Eviction;
using KvFleet.Testing;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests;

/// <summary>What published work promises of such a store, one test a promise.</summary>
public sealed class PaperRowTests
{
    private const uint Full = (uint)TestMemory.Stride;

    [Fact]
    public void Row_KVFlow_hinted_eviction_beats_LRU_on_a_cyclic_trace()
    {
        var plain = RunCycle(hints: false);
        var hinted = RunCycle(hints: true);

        plain.ShouldBe(0, "LRU evicts what is needed next");
        // Who knows the future keeps all but one row for the cycle: (rows - 1) / (keys - 1) of the accesses hit.
        hinted.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Row_TokenFlow_a_burst_of_stores_never_waits_for_a_write()
    {
        using var memory = new TestMemory(rows: 50);
        var tier = new StuckTier();
        using var store = memory.Open(TestMemory.Options() with { HeadroomFraction = 0.2 });
        store.Use(tier);
        for (var i = 0; i < 50; i++)
            store.Put(TestMemory.Key(i), Bytes(i, (int)Full)).ShouldBeTrue();

        store.Tick();

        store.Statistics.FreeRows.ShouldBe(10, "headroom is there before it is needed");
        tier.Wakes.ShouldBeGreaterThan(0, "the tier was told in time");
        // The tier never writes anything, and still every store of a burst of twice the capacity succeeds at once.
        for (var i = 100; i < 200; i++)
            store.Put(TestMemory.Key(i), Bytes(i, (int)Full)).ShouldBeTrue();
    }

    [Fact]
    public void Row_FastCache_waste_is_at_most_5_percent_after_random_allocations()
    {
        const long Stride = 2 << 20;
        using var memory = new TestMemory(rows: 512, stride: Stride, entries: 60_000);
        using var store = memory.Open(TestMemory.Options(Stride));
        var random = new Random(9);
        for (var i = 0; i < 40_000; i++)
        {
            var key = TestMemory.Key(random.Next(100_000));
            if (random.Next(6) == 0)
                store.Remove(key);
            else
                store.Allocate(key, random.Next(3) == 0 ? 131_072 * (1 + random.Next(16)) : (long)Math.Exp(Math.Log(16_384) + (random.NextDouble() * Math.Log(512))));
        }

        var statistics = store.Statistics;
        var waste = 1 - ((double)statistics.ValueBytes / (statistics.UsedBytes + statistics.PartialBytes));
        waste.ShouldBeLessThanOrEqualTo(0.05);
        ((double)statistics.ValueBytes / statistics.CapacityBytes).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Row_TableCache_a_preloaded_set_is_immune_to_eviction_within_its_quota()
    {
        using var memory = new TestMemory(rows: 40);
        using var store = memory.Open();
        using var client = store.Connect();
        for (var i = 0; i < 12; i++)
            store.Put(TestMemory.Key(i), Bytes(i, (int)Full));

        var pinned = Enumerable.Range(0, 12).Count(i => client.Pin(TestMemory.Key(i), StoreLimits.PinForever) == 0);
        for (var i = 100; i < 400; i++)
            store.Put(TestMemory.Key(i), Bytes(i, (int)Full)).ShouldBeTrue();

        pinned.ShouldBe(10, "a quarter of 40 rows");
        for (var i = 0; i < 10; i++)
            store.Get(TestMemory.Key(i)).ShouldBe(Bytes(i, (int)Full));
        store.Find(TestMemory.Key(10)).State.ShouldBe(StoreRecordState.Absent);
    }

    [Fact]
    public void Row_Continuum_pins_end_within_a_second_and_never_exceed_their_share()
    {
        var time = new FakeTimeProvider();
        using var memory = new TestMemory(rows: 40);
        using var store = memory.Open(TestMemory.Options() with { PinnedFraction = 0.1 }, time);
        using var client = store.Connect();
        for (var i = 0; i < 40; i++)
            store.Put(TestMemory.Key(i), Bytes(i, (int)Full));

        Enumerable.Range(0, 40).Count(i => client.Pin(TestMemory.Key(i), (uint)(5 + i)) == 0).ShouldBe(4);
        client.Pin(TestMemory.Key(99), 5).ShouldBe((byte)1);
        store.Statistics.PinnedBytes.ShouldBe(4 * TestMemory.Stride);
        for (var second = 5; second <= 8; second++)
        {
            time.Advance(TimeSpan.FromSeconds(second == 5 ? 4.75 : 0.75));
            store.Tick();
            store.Statistics.PinnedBytes.ShouldBe((9 - second) * TestMemory.Stride, $"before {second} s");
            // The agent's clock ticks four times a second.
            time.Advance(TimeSpan.FromSeconds(0.25));
            store.Tick();
            store.Statistics.PinnedBytes.ShouldBe((8 - second) * TestMemory.Stride, $"at {second} s");
        }
    }

    [Fact]
    public void Row_CacheFlow_video_a_block_and_its_index_entry_leave_together()
    {
        using var memory = new TestMemory(rows: 4);
        using (var store = memory.Open())
        using (var client = store.Connect())
        {
            for (var i = 0; i < 4; i++)
                store.Put(TestMemory.Key(i), Bytes(i, (int)Full));
            // Leased when it is removed: nobody finds it any more, in this agent or the next, while who has it keeps its bytes.
            store.TryLease(TestMemory.Key(0), out var lease).ShouldBeTrue();
            store.Remove(TestMemory.Key(0));
            store.Find(TestMemory.Key(0)).State.ShouldBe(StoreRecordState.Absent);
            client.Take(1).ShouldHaveSingleItem();
            lease.Segments[0].Span.ToArray().ShouldBe(Bytes(0, (int)Full));
            lease.Dispose();
            store.Statistics.Keys.ShouldBe(2);
            store.Statistics.UsedBytes.ShouldBe(3 * TestMemory.Stride);
        }

        using var next = memory.Open(out var load);
        load.Kept.ShouldBe(2);
        next.Find(TestMemory.Key(0)).State.ShouldBe(StoreRecordState.Absent);
    }

    [Fact]
    public void Row_ContiguousKV_a_load_reads_what_was_stored_and_no_byte_more()
    {
        using var memory = new TestMemory(rows: 64);
        using var store = memory.Open();
        for (var length = 1; length < 900_000; length = (length * 3) + 1)
        {
            store.Put(TestMemory.Key(length), Bytes(length, length));
            store.TryLease(TestMemory.Key(length), out var lease).ShouldBeTrue();
            lease.Segments.Sum(static segment => segment.Bytes).ShouldBe(length);
            lease.Dispose();
        }
    }

    private static double RunCycle(bool hints)
    {
        const int Rows = 10;
        const int Keys = 15;
        const int Rounds = 20;
        var time = new FakeTimeProvider();
        using var memory = new TestMemory(Rows);
        using var store = memory.Open(TestMemory.Options() with { Policy = EvictionPolicy.Lru }, time);
        using var client = store.Connect();
        var hits = 0;
        for (var step = 0; step < Keys * Rounds; step++)
        {
            var key = TestMemory.Key(step % Keys);
            time.Advance(TimeSpan.FromMilliseconds(100));
            if (store.Get(key) is not null)
                hits++;
            else
                store.Put(key, Bytes(step % Keys, (int)Full));
            if (hints)
                client.Hint(KeysOf(key), Keys * 100);
        }

        return hits / (double)(Keys * Rounds);
    }

    /// <summary>A tier whose device hangs: it has nothing, and will never write anything.</summary>
    private sealed class StuckTier : IBackingTier
    {
        public int Wakes { get; private set; }

        public bool TryPin(ReadOnlySpan<byte> key, DateTimeOffset until) => false;

        public void Unpin(ReadOnlySpan<byte> key)
        {
        }

        public bool Contains(ReadOnlySpan<byte> key) => false;

        public void RequestLoad(ReadOnlySpan<byte> key)
        {
        }

        public bool Forget(ReadOnlySpan<byte> key) => false;

        public void ForgetAll()
        {
        }

        public void Wake() => Wakes++;
    }
}
