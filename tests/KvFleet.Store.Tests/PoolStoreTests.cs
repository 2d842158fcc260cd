using KvFleet.Testing;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests;

public sealed class PoolStoreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(TestMemory.Stride)]
    [InlineData(TestMemory.Stride + 1)]
    [InlineData((TestMemory.Stride * 40) + 12345)]
    public void A_value_of_any_length_comes_back_as_it_was(int length)
    {
        using var memory = new TestMemory(rows: 64, extents: 2);
        using var store = memory.Open();
        var value = Bytes(length, length);

        store.Put(TestMemory.Key(1), value).ShouldBeTrue();

        store.Get(TestMemory.Key(1)).ShouldBe(value);
        store.Statistics.ValueBytes.ShouldBe(length);
    }

    [Fact]
    public void What_nobody_stored_is_absent()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();

        store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.Absent);
        store.TryLease(TestMemory.Key(1), out _).ShouldBeFalse();
        store.Remove(TestMemory.Key(1)).ShouldBeFalse();
        store.Statistics.Misses.ShouldBe(1);
    }

    [Fact]
    public void Without_memory_nothing_is_stored()
    {
        using var store = new PoolStore(TestMemory.Options(), TimeProvider.System);

        store.TryReserve(TestMemory.Key(1), 1, default).Outcome.ShouldBe(StoreReservationOutcome.NotReady);
        store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.Absent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(169)]
    [InlineData(1 << 20)]
    public void A_key_that_is_empty_or_too_long_is_refused(int length)
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        var key = new byte[length];

        store.TryReserve(key, 1, default).Outcome.ShouldBe(StoreReservationOutcome.InvalidKey);
        store.Find(key).State.ShouldBe(StoreRecordState.InvalidKey);
        store.TryLease(key, out _).ShouldBeFalse();
        store.Remove(key).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData((TestMemory.Stride * 4) + 1)]
    [InlineData(long.MaxValue)]
    public void A_value_that_could_never_fit_is_refused_and_evicts_nothing(long length)
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        store.Put(TestMemory.Key(1), Bytes(1, 100));

        store.TryReserve(TestMemory.Key(2), length, default).Outcome.ShouldBe(StoreReservationOutcome.InvalidLength);
        store.Get(TestMemory.Key(1)).ShouldNotBeNull();
    }

    [Fact]
    public void Storing_more_than_fits_evicts_and_every_value_that_is_found_is_right()
    {
        using var memory = new TestMemory(rows: 32);
        using var store = memory.Open();
        for (var i = 0; i < 500; i++)
            store.Put(TestMemory.Key(i), Bytes(i, 1 + (i * 7919 % 200_000))).ShouldBeTrue();

        var found = Enumerable.Range(0, 500).Where(i => store.Get(TestMemory.Key(i)) is { } value && value.AsSpan().SequenceEqual(Bytes(i, 1 + (i * 7919 % 200_000)))).ToList();

        found.Count.ShouldBe((int)store.Statistics.Keys);
        found.ShouldContain(499);
        store.Statistics.Evictions.ShouldBeGreaterThan(400);
    }

    [Fact]
    public void A_value_takes_the_place_of_an_older_one_and_who_reads_the_older_one_keeps_it()
    {
        using var memory = new TestMemory(rows: 2);
        using var store = memory.Open();
        store.Put(TestMemory.Key(1), Bytes(1, (int)TestMemory.Stride));
        store.TryLease(TestMemory.Key(1), out var old).ShouldBeTrue();

        store.Put(TestMemory.Key(1), Bytes(2, (int)TestMemory.Stride)).ShouldBeTrue();

        store.Get(TestMemory.Key(1)).ShouldBe(Bytes(2, (int)TestMemory.Stride));
        old.Segments[0].Span.ToArray().ShouldBe(Bytes(1, (int)TestMemory.Stride));
        // Its row is not given away before the lease ends.
        using (var other = store.TryReserve(TestMemory.Key(2), TestMemory.Stride, default).Slot)
            other!.Segments[0].Address.ShouldNotBe(old.Segments[0].Address);
        old.Dispose();
        store.Statistics.FreeRows.ShouldBe(2);
    }

    [Fact]
    public void A_leased_value_is_never_evicted()
    {
        using var memory = new TestMemory(rows: 2);
        using var store = memory.Open();
        store.Put(TestMemory.Key(1), Bytes(1, (int)TestMemory.Stride));
        store.Put(TestMemory.Key(2), Bytes(2, (int)TestMemory.Stride));
        store.TryLease(TestMemory.Key(1), out var first).ShouldBeTrue();
        store.TryLease(TestMemory.Key(2), out var second).ShouldBeTrue();

        store.TryReserve(TestMemory.Key(3), TestMemory.Stride, default).Outcome.ShouldBe(StoreReservationOutcome.Full);
        first.Dispose();
        store.Put(TestMemory.Key(3), Bytes(3, (int)TestMemory.Stride)).ShouldBeTrue();

        store.Get(TestMemory.Key(1)).ShouldBeNull();
        second.Segments[0].Span.ToArray().ShouldBe(Bytes(2, (int)TestMemory.Stride));
        second.Dispose();
    }

    [Fact]
    public void A_slot_that_is_not_committed_leaves_no_trace()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();

        store.TryReserve(TestMemory.Key(1), 100_000, default).Slot!.Dispose();

        store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.Absent);
        store.Statistics.UsedBytes.ShouldBe(0);
        store.Statistics.FreeRows.ShouldBe(4);
        store.Statistics.Holds.ShouldBe(0);
    }

    [Fact]
    public void Committing_twice_is_an_error_of_the_caller()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        using var slot = store.TryReserve(TestMemory.Key(1), 10, default).Slot!;
        slot.Commit();

        Should.Throw<ObjectDisposedException>(() => slot.Commit());
    }

    [Fact]
    public void A_value_ends_when_it_was_said_to()
    {
        var time = new FakeTimeProvider();
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open(time: time);
        store.Put(TestMemory.Key(1), Bytes(1, 10));

        store.SetExpiry(TestMemory.Key(1), time.GetUtcNow().AddSeconds(10)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(9));
        store.Get(TestMemory.Key(1)).ShouldNotBeNull();
        time.Advance(TimeSpan.FromSeconds(1));

        store.Get(TestMemory.Key(1)).ShouldBeNull();
        store.Statistics.Keys.ShouldBe(0);
        store.SetExpiry(TestMemory.Key(1), null).ShouldBeFalse();
    }

    [Fact]
    public void A_scan_gives_every_key_and_ends()
    {
        using var memory = new TestMemory(rows: 64);
        using var store = memory.Open();
        for (var i = 0; i < 50; i++)
            store.Put(TestMemory.Key(i), Bytes(i, 10));
        store.Remove(TestMemory.Key(7));

        List<string> keys = [];
        var cursor = 0UL;
        do
        {
            var page = store.Scan(cursor, 8);
            keys.AddRange(page.Keys.Select(static key => System.Text.Encoding.UTF8.GetString(key.AsSpan())));
            cursor = page.Cursor;
        }
        while (cursor != 0);

        keys.Distinct().Count().ShouldBe(49);
        keys.ShouldNotContain("key-00000007");
    }

    [Fact]
    public void Clearing_removes_all_and_frees_all()
    {
        using var memory = new TestMemory(rows: 16);
        using var store = memory.Open();
        for (var i = 0; i < 10; i++)
            store.Put(TestMemory.Key(i), Bytes(i, 50_000));

        store.Clear();

        store.Statistics.Keys.ShouldBe(0);
        store.Statistics.FreeRows.ShouldBe(16);
        store.Statistics.ValueBytes.ShouldBe(0);
    }

    [Fact]
    public void Many_threads_at_once_see_whole_values_only()
    {
        using var memory = new TestMemory(rows: 16);
        using var store = memory.Open();
        Parallel.For(0, 4, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 2000; i++)
            {
                var key = random.Next(40);
                if (random.Next(3) == 0)
                    store.Put(TestMemory.Key(key), Bytes(key, 3000 + (key * 1000)));
                else if (store.Get(TestMemory.Key(key)) is { } value)
                    value.ShouldBe(Bytes(key, 3000 + (key * 1000)));
            }
        });
        store.Statistics.Holds.ShouldBe(0);
    }
}
