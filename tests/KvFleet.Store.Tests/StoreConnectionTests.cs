using KvFleet.Protocol.Store;
using KvFleet.Testing;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests;

public sealed class StoreConnectionTests
{
    private const uint Full = (uint)TestMemory.Stride;

    [Fact]
    public void A_committed_row_is_found_by_its_key_and_by_nobody_before()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        using var writer = store.Connect();
        using var reader = store.Connect();
        var slot = writer.Take(1)[0];

        reader.Lease(TestMemory.Key(1))[0].State.ShouldBe(StoreRecordState.Absent);
        writer.Commit(slot, TestMemory.Key(1), 100).ShouldBe(CommitResult.Committed);

        var record = reader.Lease(TestMemory.Key(1))[0];
        record.State.ShouldBe(StoreRecordState.Present);
        record.Row.ShouldBe(slot.Row);
        record.Length.ShouldBe(100U);
        record.Handle.ShouldNotBe(0UL);
    }

    [Fact]
    public void A_commit_needs_a_slot_with_its_ticket_a_valid_key_and_a_valid_length()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        using var client = store.Connect();
        using var other = store.Connect();
        var slot = client.Take(1)[0];

        other.Commit(slot, TestMemory.Key(1), 1).ShouldBe(CommitResult.NotHeld);
        client.Commit(slot with { Ticket = slot.Ticket + 1 }, TestMemory.Key(1), 1).ShouldBe(CommitResult.NotHeld);
        client.Commit(new SlotTicket(3, 1), TestMemory.Key(1), 1).ShouldBe(CommitResult.NotHeld);
        client.Commit(slot, [], 1).ShouldBe(CommitResult.InvalidKey);
        client.Commit(slot, new byte[169], 1).ShouldBe(CommitResult.InvalidKey);
        client.Commit(slot, TestMemory.Key(1), 0).ShouldBe(CommitResult.InvalidLength);
        client.Commit(slot, TestMemory.Key(1), Full + 1).ShouldBe(CommitResult.InvalidLength);
        client.Commit(slot, TestMemory.Key(1), Full).ShouldBe(CommitResult.Committed);
        client.Commit(slot, TestMemory.Key(2), Full).ShouldBe(CommitResult.NotHeld);
    }

    [Fact]
    public void The_second_to_commit_a_key_keeps_the_slot()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        using var client = store.Connect();
        var slots = client.Take(2);
        client.Commit(slots[0], TestMemory.Key(1), Full);

        client.Commit(slots[1], TestMemory.Key(1), Full).ShouldBe(CommitResult.AlreadyPresent);
        client.Commit(slots[1], TestMemory.Key(2), Full).ShouldBe(CommitResult.Committed);
    }

    [Fact]
    public void A_lease_ends_once()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        using var client = store.Connect();
        client.Commit(client.Take(1)[0], TestMemory.Key(1), Full);
        var first = client.Lease(TestMemory.Key(1))[0].Handle;
        client.Lease(TestMemory.Key(1))[0].Handle.ShouldBe(first);
        client.Leases.ShouldBe(2);
        var results = new byte[4];

        client.Release([first, first, first, 12345], results);

        results.ShouldBe([0, 0, 1, 1]);
        client.Leases.ShouldBe(0);
        store.Statistics.Holds.ShouldBe(0);
    }

    [Fact]
    public void Nobody_ends_the_lease_of_another()
    {
        using var memory = new TestMemory(rows: 1);
        using var store = memory.Open();
        using var client = store.Connect();
        using var other = store.Connect();
        client.Commit(client.Take(1)[0], TestMemory.Key(1), Full);
        var handle = client.Lease(TestMemory.Key(1))[0].Handle;
        var result = new byte[1];

        other.Release([handle], result);

        result[0].ShouldBe((byte)1);
        other.Take(1).ShouldBeEmpty();
    }

    [Fact]
    public void The_end_of_a_connection_ends_its_leases_at_once_and_its_slots_after_a_rest()
    {
        var time = new FakeTimeProvider();
        using var memory = new TestMemory(rows: 2);
        using var store = memory.Open(time: time);
        var client = store.Connect();
        var slots = client.Take(2);
        client.Commit(slots[0], TestMemory.Key(1), Full);
        client.Lease(TestMemory.Key(1));

        client.Dispose();

        using var next = store.Connect();
        next.Take(2).ShouldHaveSingleItem().Row.ShouldBe(slots[0].Row);
        time.Advance(store.Options.AbandonedRest);
        store.Tick();
        next.Take(1).ShouldHaveSingleItem().Row.ShouldBe(slots[1].Row);
    }

    [Fact]
    public void A_slot_given_back_is_free_at_once_and_only_once()
    {
        using var memory = new TestMemory(rows: 1);
        using var store = memory.Open();
        using var client = store.Connect();
        var slot = client.Take(1)[0];

        client.Abort(slot).ShouldBeTrue();
        client.Abort(slot).ShouldBeFalse();

        client.Take(2).ShouldHaveSingleItem().Ticket.ShouldNotBe(slot.Ticket);
    }

    [Fact]
    public void One_connection_gets_no_more_than_its_share_of_slots()
    {
        using var memory = new TestMemory(rows: StoreLimits.MaxCredits + 10, stride: 4096);
        using var store = memory.Open(TestMemory.Options(4096));
        using var client = store.Connect();

        client.Take(StoreLimits.MaxCredits + 10).Length.ShouldBe(StoreLimits.MaxCredits);
        client.Take(1).ShouldBeEmpty();
    }

    [Fact]
    public void Copies_are_read_from_leases_and_written_to_slots_within_their_bounds()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        using var client = store.Connect();
        var slot = client.Take(1)[0];
        var value = Bytes(1, 100_000)[..(int)Full];

        client.Write(slot, 0, value.AsSpan(0, 40_000)).ShouldBeTrue();
        client.Write(slot, 40_000, value.AsSpan(40_000)).ShouldBeTrue();
        client.Write(slot, 1, value).ShouldBeFalse();
        client.Write(slot with { Ticket = 99 }, 0, value).ShouldBeFalse();
        client.Commit(slot, TestMemory.Key(1), Full);
        client.Write(slot, 0, value).ShouldBeFalse();

        var handle = client.Lease(TestMemory.Key(1))[0].Handle;
        var copy = new byte[50_000];
        client.Read(handle, 30_000, copy).ShouldBe((int)Full - 30_000);
        copy.AsSpan(0, (int)Full - 30_000).SequenceEqual(value.AsSpan(30_000)).ShouldBeTrue();
        client.Read(handle, Full, copy).ShouldBe(0);
        client.Read(handle + 1, 0, copy).ShouldBe(-1);
    }

    [Fact]
    public void A_prefix_leaves_from_its_tail()
    {
        using var memory = new TestMemory(rows: 6);
        using var store = memory.Open(TestMemory.Options() with { Policy = KvFleet.Store.Eviction.EvictionPolicy.Lru });
        using var client = store.Connect();
        var slots = client.Take(6);
        for (var i = 0; i < 6; i++)
            client.Commit(slots[i], TestMemory.Key(i), Full, group: i < 3 ? 1UL : 2UL, position: (uint)(i % 3));

        for (var i = 0; i < 3; i++)
        {
            store.Put(TestMemory.Key(100 + i), Bytes(i, (int)Full));
            store.Find(TestMemory.Key(2 - i)).State.ShouldBe(StoreRecordState.Absent, $"after {i + 1} values more, block {2 - i} of the older prefix is gone");
            store.Statistics.Keys.ShouldBe(6);
        }
    }

    [Fact]
    public void Rows_have_the_same_number_for_everybody_and_lie_where_the_number_says()
    {
        using var memory = new TestMemory(rows: 8, extents: 2, offset: 3 * TestMemory.Stride);
        using var store = memory.Open();
        using var client = store.Connect();

        client.Take(8).Select(static slot => slot.Row).ShouldBe([3, 4, 5, 6, 7, 8, 9, 10], ignoreOrder: true);
    }

    [Fact]
    public void An_extent_between_two_rows_starts_with_the_next_whole_one()
    {
        using var memory = new TestMemory(rows: 8, offset: TestMemory.Stride / 2);
        using var store = memory.Open();
        using var client = store.Connect();

        client.Take(8).Select(static slot => slot.Row).ShouldBe([1, 2, 3, 4, 5, 6, 7], ignoreOrder: true);
    }

    [Fact]
    public void Whoever_listens_hears_of_all_blocks_that_an_engine_uses_whether_they_are_here_or_not()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        var heard = new Listener();
        store.Uses = heard;
        using var client = store.Connect();
        client.Commit(client.Take(1)[0], TestMemory.Key(1), Full);

        client.Touch(KeysOf(TestMemory.Key(1), TestMemory.Key(2))).ShouldBe(1);
        client.Lease(TestMemory.Key(1));

        heard.Keys.ShouldBe([TestMemory.Key(1), TestMemory.Key(2)]);
    }

    private sealed class Listener : IUseObserver
    {
        public List<byte[]> Keys { get; } = [];

        public void Used(KeyList keys)
        {
            foreach (var key in keys)
                Keys.Add(key.ToArray());
        }
    }
}
