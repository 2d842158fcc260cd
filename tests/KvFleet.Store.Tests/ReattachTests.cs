using KvFleet.Native;
using KvFleet.Store.Eviction;
using KvFleet.Store.Indexing;
using KvFleet.Testing;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests;

/// <summary>An agent ends (nothing is told to the memory: it could have been killed) and the next one reads what is there.</summary>
public sealed class ReattachTests
{
    [Fact]
    public void Every_committed_value_is_served_again()
    {
        using var memory = new TestMemory(rows: 64, extents: 2);
        using (var before = memory.Open())
        {
            for (var i = 0; i < 30; i++)
                before.Put(TestMemory.Key(i), Bytes(i, 1 + (i * 5000)), new StoreEntryHints(5, (uint)i, 77)).ShouldBeTrue();
            before.SetExpiry(TestMemory.Key(3), DateTimeOffset.UnixEpoch.AddYears(900));
        }

        using var store = memory.Open(out var load);

        load.ShouldBe(new Arenas.ArenaLoad(Kept: 30, Dropped: 0, Resting: 0));
        for (var i = 0; i < 30; i++)
            store.Get(TestMemory.Key(i)).ShouldBe(Bytes(i, 1 + (i * 5000)));
        store.TryLease(TestMemory.Key(3), out var lease).ShouldBeTrue();
        lease.Hints.ShouldBe(new StoreEntryHints(5, 3, 77));
        lease.Expiry.ShouldBe(DateTimeOffset.UnixEpoch.AddYears(900));
        lease.Dispose();
    }

    [Fact]
    public void Removed_and_replaced_values_stay_gone()
    {
        using var memory = new TestMemory(rows: 16);
        using (var before = memory.Open())
        {
            before.Put(TestMemory.Key(1), Bytes(1, 100));
            before.Put(TestMemory.Key(2), Bytes(2, 100));
            before.Put(TestMemory.Key(2), Bytes(3, 100));
            before.Remove(TestMemory.Key(1));
        }

        using var store = memory.Open();

        store.Get(TestMemory.Key(1)).ShouldBeNull();
        store.Get(TestMemory.Key(2)).ShouldBe(Bytes(3, 100));
        store.Statistics.Keys.ShouldBe(1);
    }

    [Fact]
    public void A_row_that_was_being_filled_is_nobodys_and_rests_before_it_is_used_again()
    {
        var time = new FakeTimeProvider();
        using var memory = new TestMemory(rows: 2);
        var before = memory.Open(time: time);
        before.Connect().Take(1).Length.ShouldBe(1);

        using var store = memory.Open(out var load, time: time);

        load.Resting.ShouldBe(1);
        using var client = store.Connect();
        client.Take(2).Length.ShouldBe(1);
        time.Advance(store.Options.InheritedRest);
        store.Tick();
        client.Take(1).Length.ShouldBe(1);
        before.Dispose();
    }

    [Fact]
    public void The_rest_of_a_row_does_not_begin_anew_with_every_agent()
    {
        var time = new FakeTimeProvider();
        using var memory = new TestMemory(rows: 1);
        using var first = memory.Open(time: time);
        first.Connect().Take(1).Length.ShouldBe(1);
        using var second = memory.Open(time: time);
        time.Advance(second.Options.InheritedRest / 2);

        using var third = memory.Open(out var load, time: time);

        load.Resting.ShouldBe(1);
        using var client = third.Connect();
        third.Tick();
        client.Take(1).Length.ShouldBe(0);
        time.Advance(third.Options.InheritedRest / 2);
        third.Tick();
        client.Take(1).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(EvictionPolicy.CostAware)]
    [InlineData(EvictionPolicy.S3Fifo)]
    public void What_was_used_before_a_restart_does_not_leave_first_after_it(EvictionPolicy policy)
    {
        using var memory = new TestMemory(rows: 8);
        var options = TestMemory.Options() with { Policy = policy };
        using (var before = memory.Open(options))
        {
            for (var i = 0; i < 8; i++)
                before.Put(TestMemory.Key(i), Bytes(i, (int)TestMemory.Stride), new StoreEntryHints(0, 0, 100)).ShouldBeTrue();
            for (var use = 0; use < 3; use++)
                before.Get(TestMemory.Key(0)).ShouldNotBeNull();
        }

        using var store = memory.Open(options);
        for (var i = 8; i < 12; i++)
            store.Put(TestMemory.Key(i), Bytes(i, (int)TestMemory.Stride), new StoreEntryHints(0, 0, 100)).ShouldBeTrue();

        store.Get(TestMemory.Key(0)).ShouldBe(Bytes(0, (int)TestMemory.Stride));
    }

    [Theory]
    [InlineData(IndexLayout.EntryChecksumOffset)]
    [InlineData(IndexLayout.LengthOffset)]
    [InlineData(IndexLayout.SegmentsOffset)]
    [InlineData(IndexLayout.KeyOffset)]
    [InlineData(IndexLayout.GenerationOffset)]
    public void A_flipped_byte_in_an_entry_drops_that_value_and_no_other(int offset)
    {
        using var memory = new TestMemory(rows: 16);
        long used;
        using (var before = memory.Open())
        {
            before.Put(TestMemory.Key(1), Bytes(1, 100_000));
            before.Put(TestMemory.Key(2), Bytes(2, 100_000));
            used = before.Statistics.UsedBytes;
        }

        Flip(memory.Index, FindEntry(memory.Index, TestMemory.Key(1)) + offset);
        using var store = memory.Open(out var load);

        load.Dropped.ShouldBe(1);
        store.Get(TestMemory.Key(1)).ShouldBeNull();
        store.Get(TestMemory.Key(2)).ShouldBe(Bytes(2, 100_000));
        store.Statistics.UsedBytes.ShouldBe(used / 2);
    }

    [Fact]
    public void A_flipped_byte_in_the_further_segments_of_a_long_value_drops_it()
    {
        using var memory = new TestMemory(rows: 64);
        using (var before = memory.Open())
            before.Put(TestMemory.Key(1), Bytes(1, (int)TestMemory.Stride * 30)).ShouldBeTrue();
        using (var mapping = SharedMapping.Map(memory.Index, 0, memory.Index.GetFacts().SizeBytes))
        {
            for (var entry = 0; entry < 100; entry++)
            {
                var bytes = mapping.GetSpan(IndexLayout.HeaderBytes + (entry * IndexLayout.EntryBytes), IndexLayout.EntryBytes);
                if (bytes[0] == (byte)EntryState.Extension)
                    bytes[IndexLayout.ExtensionSegmentsOffset] ^= 1;
            }
        }

        using var store = memory.Open(out var load);

        load.ShouldBe(new Arenas.ArenaLoad(0, 1, 0));
        store.Statistics.FreeRows.ShouldBe(64);
    }

    [Fact]
    public void A_damaged_header_means_that_nothing_is_known()
    {
        using var memory = new TestMemory(rows: 16);
        using (var before = memory.Open())
            before.Put(TestMemory.Key(1), Bytes(1, 100));

        Flip(memory.Index, IndexLayout.StrideOffset);
        using var store = memory.Open(out var load);

        load.Kept.ShouldBe(0);
        store.Put(TestMemory.Key(1), Bytes(2, 100)).ShouldBeTrue();
        store.Get(TestMemory.Key(1)).ShouldBe(Bytes(2, 100));
    }

    [Fact]
    public void Memory_of_another_pool_is_not_read()
    {
        using var memory = new TestMemory(rows: 16);
        using (var before = memory.Open())
            before.Put(TestMemory.Key(1), Bytes(1, 100));

        using var store = memory.Open(out var load, TestMemory.Options() with { PoolUid = "pool-2" });

        load.Kept.ShouldBe(0);
        store.Get(TestMemory.Key(1)).ShouldBeNull();
    }

    [Fact]
    public void Rows_of_another_stride_are_not_read()
    {
        using var memory = new TestMemory(rows: 16);
        using (var before = memory.Open())
            before.Put(TestMemory.Key(1), Bytes(1, 100));

        using var store = memory.Open(out var load, TestMemory.Options(TestMemory.Stride * 2));

        load.Kept.ShouldBe(0);
    }

    [Fact]
    public void The_fingerprint_outlives_the_agent()
    {
        using var memory = new TestMemory(rows: 16);
        using (var before = memory.Open())
            before.Memory.Agree(0, "dtype=bf16\nmodel=a\n").Outcome.ShouldBe(StoreAgreementOutcome.Agreed);

        using var store = memory.Open();

        store.Memory.Fingerprint.ShouldBe("dtype=bf16\nmodel=a\n");
        var refused = store.Memory.Agree(0, "dtype=fp8\nmodel=a\n");
        refused.Outcome.ShouldBe(StoreAgreementOutcome.FingerprintMismatch);
        refused.Message!.ShouldContain("dtype: the pool has 'bf16', the client 'fp8'");
    }

    [Fact]
    public void Random_bytes_in_place_of_an_index_are_survived()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var memory = new TestMemory(rows: 16);
            using (var before = memory.Open())
            {
                for (var i = 0; i < 10; i++)
                    before.Put(TestMemory.Key(i), Bytes(i, 90_000));
            }

            using (var mapping = SharedMapping.Map(memory.Index, 0, memory.Index.GetFacts().SizeBytes))
            {
                var random = new Random(seed);
                for (var i = 0; i < 400; i++)
                    mapping.GetSpan(IndexLayout.HeaderBytes + random.Next(48 * IndexLayout.EntryBytes), 1)[0] = (byte)random.Next(256);
            }

            using var store = memory.Open();
            for (var i = 0; i < 10; i++)
            {
                if (store.Get(TestMemory.Key(i)) is { } value)
                    value.ShouldBe(Bytes(i, 90_000));
            }

            for (var i = 100; i < 130; i++)
                store.Put(TestMemory.Key(i), Bytes(i, 90_000));
            store.Get(TestMemory.Key(129)).ShouldBe(Bytes(129, 90_000));
        }
    }

    private static void Flip(MemoryFile file, long offset)
    {
        using var mapping = SharedMapping.Map(file, 0, file.GetFacts().SizeBytes);
        mapping.GetSpan(offset, 1)[0] ^= 0x10;
    }

    private static long FindEntry(MemoryFile file, byte[] key)
    {
        using var mapping = SharedMapping.Map(file, 0, file.GetFacts().SizeBytes);
        for (long at = IndexLayout.HeaderBytes; ; at += IndexLayout.EntryBytes)
        {
            if (mapping.GetSpan(at + IndexLayout.KeyOffset, key.Length).SequenceEqual(key))
                return at;
        }
    }
}
