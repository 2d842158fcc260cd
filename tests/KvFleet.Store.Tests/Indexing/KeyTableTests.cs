using System.Numerics;
using KvFleet.Native;
using KvFleet.Protocol.Store;

namespace KvFleet.Store.Tests.Indexing;

public sealed class KeyTableTests
{
    [Fact]
    public void The_tag_is_what_the_protocol_says()
    {
        var random = new Random(5);
        for (var length = 1; length <= 168; length++)
        {
            var key = new byte[length];
            random.NextBytes(key);
            if (length % 3 == 0)
                key.AsSpan().Fill(0xFF);
            var number = (new BigInteger(key, isUnsigned: true) % ((BigInteger.One << 61) - 1)) + length;
            var expected = (ulong)(number * 0x9E3779B97F4A7C15 & ulong.MaxValue);
            KeyTag.Of(key).ShouldBe(expected, $"length {length}");
        }
    }

    [Fact]
    public void A_reader_of_the_file_finds_what_the_store_has_and_nothing_else()
    {
        using var memory = new TestMemory(rows: 300, stride: 4096);
        using var store = memory.Open(TestMemory.Options(4096));
        var table = store.Memory.KeyTables.ShouldHaveSingleItem();
        using var client = store.Connect();
        var slots = client.Take(300);
        for (var i = 0; i < 300; i++)
            client.Commit(slots[i], TestMemory.Key(i), (uint)i + 1);
        for (var i = 0; i < 300; i += 3)
            store.Remove(TestMemory.Key(i));

        // SharedMapping would ask for a writable mapping, which the seal forbids.
        using var mapping = ReadOnlyMapping.Map(table.File, table.Bytes);
        var reader = new KeyTableReader(mapping.Address, table.Bytes);

        for (var i = 0; i < 300; i++)
        {
            reader.TryFind(KeyTag.Of(TestMemory.Key(i)), out var row, out var length).ShouldBe(i % 3 != 0);
            if (i % 3 == 0)
                continue;
            row.ShouldBe(slots[i].Row);
            length.ShouldBe((uint)i + 1);
        }

        reader.TryFind(KeyTag.Of(TestMemory.Key(1000)), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_but_the_store_can_write_to_the_file()
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        var table = store.Memory.KeyTables.ShouldHaveSingleItem();

        Should.Throw<NativeException>(() => SharedMapping.Map(table.File, 0, table.Bytes)).ErrorNumber.ShouldBe(Errno.EPERM);
        Should.Throw<NativeException>(() => table.File.Truncate(0)).ErrorNumber.ShouldBe(Errno.EPERM);
        Should.Throw<NativeException>(() => table.File.PunchHole(0, 4096)).ErrorNumber.ShouldBe(Errno.EPERM);
        // By the descriptor's path it could be opened anew, by root or by the same user.
        Should.Throw<UnauthorizedAccessException>(() =>
        {
            using var again = File.Open($"/proc/self/fd/{table.File.DangerousGetHandle()}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            again.Write([1, 2, 3]);
        });
    }

    [Fact]
    public void Keys_that_were_chosen_to_collide_are_refused_at_some_point_and_stay_right()
    {
        using var memory = new TestMemory(rows: 200, stride: 4096);
        using var store = memory.Open(TestMemory.Options(4096));
        using var client = store.Connect();
        var slots = client.Take(200);
        // Keys that differ by a multiple of the prime have one tag.
        var prime = (BigInteger.One << 61) - 1;
        var keys = Enumerable.Range(1, 100).Select(i => (prime * i).ToByteArray(isUnsigned: true)).Where(static key => key.Length == 9).Take(100).ToArray();
        keys.Length.ShouldBeGreaterThan(KeyTableLayout.MaxProbes);

        var results = keys.Select((key, i) => client.Commit(slots[i], key, (uint)i + 1)).ToArray();

        results.Count(static result => result == CommitResult.Committed).ShouldBe(KeyTableLayout.MaxProbes);
        results.ShouldContain(CommitResult.IndexFull);
        var records = client.Lease(keys);
        for (var i = 0; i < KeyTableLayout.MaxProbes; i++)
            records[i].Length.ShouldBe((uint)i + 1);
    }

    [Fact]
    public void Years_of_coming_and_going_do_not_wear_the_table_out()
    {
        using var memory = new TestMemory(rows: 64, stride: 4096);
        using var store = memory.Open(TestMemory.Options(4096));
        for (var i = 0; i < 20_000; i++)
            store.Put(TestMemory.Key(i), StoreExtensions.Bytes(i, 100)).ShouldBeTrue();
        for (var i = 0; i < 20_000; i++)
            store.Remove(TestMemory.Key(i));
        var table = store.Memory.KeyTables.ShouldHaveSingleItem();
        using var mapping = ReadOnlyMapping.Map(table.File, table.Bytes);

        Marks(mapping, table.Bytes).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    public unsafe void Memory_that_is_no_key_table_is_refused(int offset)
    {
        using var memory = new TestMemory(rows: 4);
        using var store = memory.Open();
        var table = store.Memory.KeyTables.ShouldHaveSingleItem();
        using var mapping = ReadOnlyMapping.Map(table.File, table.Bytes);
        var copy = new Span<byte>((void*)mapping.Address, (int)table.Bytes).ToArray();
        copy[offset] ^= 0x41;
        fixed (byte* bytes = copy)
        {
            var address = (nint)bytes;
            Should.Throw<Protocol.ProtocolException>(() => new KeyTableReader(address, copy.Length));
            Should.Throw<Protocol.ProtocolException>(() => new KeyTableReader(address, 100));
        }
    }

    private static unsafe int Marks(ReadOnlyMapping mapping, long bytes)
    {
        var marks = 0;
        for (var at = (long)KeyTableLayout.HeaderBytes; at < bytes; at += KeyTableLayout.SlotBytes)
            marks += ((KeyTableSlot*)(mapping.Address + (nint)at))->State == KeyTableLayout.Removed ? 1 : 0;
        return marks;
    }
}
