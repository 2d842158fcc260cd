using KvFleet.Protocol.Store;

namespace KvFleet.Store.Tests;

/// <summary>Short ways to do in tests what clients do.</summary>
internal static class StoreExtensions
{
    public static bool Put(this IPoolStore store, byte[] key, ReadOnlySpan<byte> value, StoreEntryHints hints = default)
    {
        var reservation = store.TryReserve(key, value.Length, hints);
        if (!reservation.IsGranted)
            return false;
        using var slot = reservation.Slot;
        foreach (var segment in slot.Segments)
        {
            value[..segment.Bytes].CopyTo(segment.Span);
            value = value[segment.Bytes..];
        }

        return slot.Commit();
    }

    /// <summary>Stores a value without writing its bytes: for tests of room, not of content.</summary>
    public static void Allocate(this IPoolStore store, byte[] key, long bytes)
    {
        using var slot = store.TryReserve(key, bytes, default).Slot;
        slot?.Commit();
    }

    public static byte[]? Get(this IPoolStore store, byte[] key)
    {
        if (!store.TryLease(key, out var lease))
            return null;
        using (lease)
            return [.. lease.Segments.SelectMany(static segment => segment.Span.ToArray())];
    }

    public static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static SlotTicket[] Take(this StoreConnection connection, int count)
    {
        var slots = new SlotTicket[count];
        return slots[..connection.TakeCredits(slots)];
    }

    public static CommitResult Commit(this StoreConnection connection, SlotTicket slot, byte[] key, uint length, ulong group = 0, uint position = 0) =>
        connection.Commit(new CommitItem { Row = slot.Row, Ticket = slot.Ticket, Key = key, Length = length, Group = group, Position = position });

    public static StoreRecord[] Lease(this StoreConnection connection, params byte[][] keys)
    {
        var records = new StoreRecord[keys.Length];
        connection.Lease(KeysOf(keys), records);
        return records;
    }

    public static KeyList KeysOf(params byte[][] keys)
    {
        var buffer = new byte[StoreLimits.MaxFrameBytes];
        var writer = new FrameWriter(buffer);
        writer.UInt32((uint)keys.Length);
        foreach (var key in keys)
            writer.Key(key);
        return new FrameReader(writer.Finish(FrameType.Lookup, 0)[FrameHeader.Bytes..]).Keys();
    }
}
