using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using KvFleet.Store;

namespace KvFleet.Resp.Values;

/// <summary>
/// A pool's store with the keys and values of the protocol: keys of any length, and empty values, which the store itself does not have.
/// </summary>
/// <param name="source">The pool's store; it gives null while the pool has no memory on this node.</param>
internal sealed class ValueStore(Func<IPoolStore?> source)
{
    // An empty value is one byte with a mark that no engine sets: the last position of no prefix.
    private static readonly StoreEntryHints EmptyMark = new(Position: uint.MaxValue, RecomputeMicroseconds: 1);

    // Between a look and the commit that depends on it, no other connection of this endpoint may commit.
    private readonly Lock _conditional = new();

    /// <summary>The store itself; null while there is none.</summary>
    public IPoolStore? Store => source();

    /// <summary>Leases a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, whose lease the caller ends.</param>
    /// <returns>False when it is not in memory.</returns>
    public bool TryGet(ReadOnlySpan<byte> key, out StoredValue value)
    {
        value = default;
        var name = StoreKey.Of(key, stackalloc byte[StoreKey.RoomBytes]);
        if (Store is not { } store || !store.TryLease(name.Stored, out var lease))
            return false;
        if (name.IsHashed && !HasKey(lease, key))
        {
            lease.Dispose();
            return false;
        }

        var skip = name.HeaderBytes;
        value = new StoredValue(lease, skip, IsEmptyMark(lease) ? 0 : lease.Bytes - skip);
        return true;
    }

    /// <summary>Whether a key is there, in memory or on a lower tier.</summary>
    public bool Contains(ReadOnlySpan<byte> key) =>
        Store is { } store && store.Find(StoreKey.Of(key, stackalloc byte[StoreKey.RoomBytes]).Stored).State is StoreRecordState.Present or StoreRecordState.OnLowerTier;

    /// <summary>Bytes of a value; 0 when it is not in memory.</summary>
    public long LengthOf(ReadOnlySpan<byte> key)
    {
        var name = StoreKey.Of(key, stackalloc byte[StoreKey.RoomBytes]);
        if (Store?.Find(name.Stored) is not { State: StoreRecordState.Present } record)
            return 0;
        if (record.Length != 1 || !TryGet(key, out var value))
            return record.Length - name.HeaderBytes;
        value.Lease.Dispose();
        return value.Length;
    }

    /// <summary>Removes a key.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ReadOnlySpan<byte> key) => Store is { } store && store.Remove(StoreKey.Of(key, stackalloc byte[StoreKey.RoomBytes]).Stored);

    /// <summary>Sets when a value ends; null for never.</summary>
    /// <returns>Whether it is in memory.</returns>
    public bool SetExpiry(ReadOnlySpan<byte> key, DateTimeOffset? at) =>
        Store is { } store && store.SetExpiry(StoreKey.Of(key, stackalloc byte[StoreKey.RoomBytes]).Stored, at);

    /// <summary>Takes memory for a value that will come.</summary>
    public IncomingValue Reserve(ReadOnlySpan<byte> key, long length)
    {
        if (Store is not { } store)
            return new IncomingValue(new StoreReservation(StoreReservationOutcome.NotReady), length);
        var name = StoreKey.Of(key, stackalloc byte[StoreKey.RoomBytes]);
        var isMark = length == 0 && !name.IsHashed;
        var value = new IncomingValue(store.TryReserve(name.Stored, isMark ? 1 : name.HeaderBytes + length, isMark ? EmptyMark : default), length);
        if (isMark)
            value.Prefix([0]);
        if (name.IsHashed)
        {
            Span<byte> bytes = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)key.Length);
            value.Prefix(bytes);
            value.Prefix(key);
        }

        return value;
    }

    /// <summary>Makes a value found, if a condition holds.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">All of its bytes are there.</param>
    /// <param name="condition">Whether the key must be there (true), must not be there (false), or may (null).</param>
    /// <param name="expiry">When it ends; null for never.</param>
    /// <param name="keepExpiry">Whether it ends when the old value would have.</param>
    /// <param name="old">The old value, when asked for.</param>
    /// <param name="wantsOld">Whether the old value is asked for.</param>
    public CommitOutcome Commit(ReadOnlySpan<byte> key, IncomingValue value, bool? condition, DateTimeOffset? expiry, bool keepExpiry, bool wantsOld, out StoredValue? old)
    {
        old = null;
        lock (_conditional)
        {
            if ((keepExpiry || wantsOld) && TryGet(key, out var before))
            {
                if (keepExpiry)
                    expiry = before.Lease.Expiry;
                if (wantsOld)
                    old = before;
                else
                    before.Lease.Dispose();
            }

            if (condition is { } wanted && Contains(key) != wanted)
                return CommitOutcome.ConditionFailed;
            if (!value.Commit())
                return CommitOutcome.Refused;
            if (expiry is not null)
                SetExpiry(key, expiry);
            return CommitOutcome.Committed;
        }
    }

    /// <summary>Reads the key that is in front of a value.</summary>
    public static bool TryReadKey(StoreLease lease, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        Span<byte> header = stackalloc byte[sizeof(uint)];
        if (LeaseReader.Read(lease, 0, header) != header.Length)
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length > RespLimits.MaxArgumentBytes || length > lease.Bytes - header.Length)
            return false;
        key = new byte[length];
        return LeaseReader.Read(lease, header.Length, key) == key.Length;
    }

    private static bool HasKey(StoreLease lease, ReadOnlySpan<byte> key) => TryReadKey(lease, out var stored) && key.SequenceEqual(stored);

    private static bool IsEmptyMark(StoreLease lease) => lease.Bytes == 1 && lease.Hints is { Position: uint.MaxValue, Group: 0 };
}
