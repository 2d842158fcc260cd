using System.Runtime.InteropServices;
using KvFleet.Protocol.Store;
using KvFleet.Store.Arenas;

namespace KvFleet.Store;

/// <summary>
/// What one client has of a store: slots that it fills and leases. Both end with it. Members take whole batches, under the store's lock once each. For one
/// caller at a time.
/// </summary>
public sealed class StoreConnection : IDisposable
{
    private readonly PoolStore _store;
    private readonly Dictionary<int, Held> _credits = [];
    private readonly Dictionary<ulong, Held> _leases = [];
    private readonly List<Held> _used = [];
    private int _leaseCount;

    internal StoreConnection(PoolStore store) => _store = store;

    /// <summary>Slots that it has.</summary>
    public int Credits => _credits.Count;

    /// <summary>Leases that it has.</summary>
    public int Leases => _leaseCount;

    /// <summary>Looks keys up. Counts as no use.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="records">Gets one answer for each.</param>
    public void Lookup(KeyList keys, Span<StoreRecord> records)
    {
        lock (_store.Gate)
        {
            var i = 0;
            foreach (var key in keys)
                records[i++] = _store.FindLocked(key, out _, out _);
        }
    }

    /// <summary>Leases the values of keys, as far as they are in memory and <see cref="StoreLimits.MaxLeases"/> allows.</summary>
    /// <param name="keys">The keys of one request, root first.</param>
    /// <param name="records">Gets one answer for each, with a handle where it is leased.</param>
    public void Lease(KeyList keys, Span<StoreRecord> records)
    {
        lock (_store.Gate)
        {
            _used.Clear();
            var i = 0;
            foreach (var key in keys)
            {
                ref var record = ref records[i++];
                record = _store.FindLocked(key, out var arena, out var entry);
                if (record.State != StoreRecordState.Present)
                {
                    _store.Counters.Misses++;
                    continue;
                }

                _used.Add(new Held(arena!, entry, 1));
                if (_leaseCount >= StoreLimits.MaxLeases)
                    continue;
                record = record with { Handle = HandleOf(arena!, entry) };
                ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_leases, record.Handle, out _);
                held = new Held(arena!, entry, held.Count + 1);
                arena!.Lease(entry);
                _leaseCount++;
            }

            UseInReverse();
        }
    }

    /// <summary>Ends a lease.</summary>
    /// <param name="handles">The leases.</param>
    /// <param name="results">Gets 0 for each that ended, 1 for each that it does not have.</param>
    public void Release(ReadOnlySpan<ulong> handles, Span<byte> results)
    {
        lock (_store.Gate)
        {
            for (var i = 0; i < handles.Length; i++)
            {
                if (!_leases.TryGetValue(handles[i], out var held))
                {
                    results[i] = 1;
                    continue;
                }

                if (held.Count == 1)
                    _leases.Remove(handles[i]);
                else
                    _leases[handles[i]] = held with { Count = held.Count - 1 };
                EndLease(held);
                results[i] = 0;
            }
        }
    }

    /// <summary>Takes rows to fill.</summary>
    /// <param name="slots">Gets them.</param>
    /// <returns>How many there are: fewer when memory is full of what may not leave, or <see cref="StoreLimits.MaxCredits"/> is reached.</returns>
    public int TakeCredits(Span<SlotTicket> slots)
    {
        lock (_store.Gate)
        {
            var count = 0;
            while (count < slots.Length && _credits.Count < StoreLimits.MaxCredits && _store.Arenas.TryBegin(_store.Arenas.Stride, out var arena, out var entry))
            {
                var slot = new SlotTicket(arena.PoolRowOf(entry), arena.Entries.GenerationOf(entry));
                _credits[slot.Row] = new Held(arena, entry, 1);
                slots[count++] = slot;
            }

            return count;
        }
    }

    /// <summary>Makes a filled row found by its key.</summary>
    /// <param name="item">The row, its key and what is known of it.</param>
    public CommitResult Commit(CommitItem item)
    {
        lock (_store.Gate)
        {
            if (!TryGetCredit(item.Row, item.Ticket, out var held))
                return CommitResult.NotHeld;
            if (item.Key.Length is 0 or > StoreLimits.MaxKeyBytes)
                return CommitResult.InvalidKey;
            if (item.Length == 0 || item.Length > _store.Arenas.Stride)
                return CommitResult.InvalidLength;
            if (_store.FindLocked(item.Key, out _, out _).State == StoreRecordState.Present)
                return CommitResult.AlreadyPresent;
            if (held.Arena.IsDraining)
            {
                // Its memory is being given back: as if it had been evicted at once.
                Drop(item.Row, held);
                return CommitResult.Committed;
            }

            var tag = KeyTag.Of(item.Key);
            _store.Displace(tag, item.Key);
            _store.Tier.Forget(item.Key);
            if (!held.Arena.TryCommit(held.Entry, tag, item.Key, item.Length, new StoreEntryHints(item.Group, item.Position, item.RecomputeMicroseconds)))
                return CommitResult.IndexFull;
            _credits.Remove(item.Row);
            _store.Counters.Commits++;
            return CommitResult.Committed;
        }
    }

    /// <summary>Gives a row back that is not written to any more.</summary>
    /// <returns>Whether it had it.</returns>
    public bool Abort(SlotTicket slot)
    {
        lock (_store.Gate)
        {
            if (!TryGetCredit(slot.Row, slot.Ticket, out var held))
                return false;
            Drop(slot.Row, held);
            return true;
        }
    }

    /// <summary>Counts a use of keys that are here, the last of a prefix before the first: the first leaves last.</summary>
    /// <param name="keys">The keys of one request, root first.</param>
    /// <returns>How many are here.</returns>
    public int Touch(KeyList keys)
    {
        _store.Uses?.Used(keys);
        lock (_store.Gate)
        {
            _used.Clear();
            foreach (var key in keys)
            {
                if (_store.FindLocked(key, out var arena, out var entry).State == StoreRecordState.Present)
                    _used.Add(new Held(arena!, entry, 1));
            }

            UseInReverse();
            return _used.Count;
        }
    }

    /// <summary>Pins or unpins a key. A value on a lower tier is pinned there, brought back, and pinned in memory when it arrives.</summary>
    /// <param name="key">The key.</param>
    /// <param name="seconds">For how long; 0 to unpin, <see cref="StoreLimits.PinForever"/> until then.</param>
    /// <returns>0 done, 1 no such key, 2 the pinned share is used up.</returns>
    public byte Pin(ReadOnlySpan<byte> key, uint seconds)
    {
        lock (_store.Gate)
        {
            var state = _store.FindLocked(key, out var arena, out var entry).State;
            if (state == StoreRecordState.OnLowerTier)
                return PinBelow(key, seconds);
            if (state != StoreRecordState.Present)
                return 1;
            if (seconds == 0)
            {
                _store.Care.Unpin(arena!, entry);
                _store.Tier.Unpin(key);
                return 0;
            }

            return _store.Care.TryPin(arena!, entry, Until(seconds)) ? (byte)0 : (byte)2;
        }
    }

    private long Until(uint seconds)
    {
        const int MillisecondsPerSecond = 1000;
        return seconds == StoreLimits.PinForever ? long.MaxValue : _store.Now + (seconds * (long)MillisecondsPerSecond);
    }

    private byte PinBelow(ReadOnlySpan<byte> key, uint seconds)
    {
        if (seconds == 0)
        {
            _store.Tier.Unpin(key);
            _store.Preloads.Remove(key);
            return 0;
        }

        var until = seconds == StoreLimits.PinForever ? DateTimeOffset.MaxValue : _store.Time.GetUtcNow().AddSeconds(seconds);
        if (!_store.Tier.TryPin(key, until))
            return 2;
        _store.Preloads.Add(key, Until(seconds), _store.Tier);
        return 0;
    }

    /// <summary>Notes when keys are used next.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="milliseconds">From now; 0 for nobody knows, <see cref="StoreLimits.NeverAgain"/>.</param>
    /// <returns>How many are here.</returns>
    public int Hint(KeyList keys, uint milliseconds)
    {
        lock (_store.Gate)
        {
            var next = milliseconds switch
            {
                0 => 0,
                StoreLimits.NeverAgain => long.MaxValue,
                _ => _store.Now + milliseconds,
            };
            var here = 0;
            foreach (var key in keys)
            {
                if (_store.FindLocked(key, out var arena, out var entry).State != StoreRecordState.Present)
                    continue;
                _store.Care.Hint(arena!, entry, next);
                here++;
            }

            return here;
        }
    }

    /// <summary>Asks for values of lower tiers.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="records">Gets what is known of each.</param>
    public void Prefetch(KeyList keys, Span<StoreRecord> records)
    {
        lock (_store.Gate)
        {
            var i = 0;
            foreach (var key in keys)
            {
                ref var record = ref records[i++];
                record = _store.FindLocked(key, out _, out _);
                if (record.State == StoreRecordState.OnLowerTier)
                    _store.Tier.RequestLoad(key);
            }
        }
    }

    /// <summary>Copies leased bytes.</summary>
    /// <param name="handle">The lease.</param>
    /// <param name="offset">First byte of the value.</param>
    /// <param name="into">Gets the bytes.</param>
    /// <returns>Bytes that were copied: fewer at the end of the value; -1 when it does not have the lease.</returns>
    public int Read(ulong handle, long offset, Span<byte> into)
    {
        Held held;
        StoreSegment[] segments;
        lock (_store.Gate)
        {
            if (!_leases.TryGetValue(handle, out held))
                return -1;
            segments = held.Arena.SegmentsOf(held.Entry, held.Arena.Entries.LengthOf(held.Entry));
        }

        // Without the lock: the lease keeps the bytes, and only this caller could end it.
        return SegmentCopy.Read(segments, offset, into);
    }

    /// <summary>Copies bytes into a row that is being filled.</summary>
    /// <param name="slot">The row.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False when it does not have the row, or it is not that long.</returns>
    public bool Write(SlotTicket slot, long offset, ReadOnlySpan<byte> bytes)
    {
        StoreSegment[] segments;
        lock (_store.Gate)
        {
            if (!TryGetCredit(slot.Row, slot.Ticket, out var held) || offset + bytes.Length > _store.Arenas.Stride)
                return false;
            segments = held.Arena.SegmentsOf(held.Entry, _store.Arenas.Stride);
        }

        bytes.CopyTo(segments[0].Span[(int)offset..]);
        return true;
    }

    /// <summary>Forgets slots and leases in memory that the client has unmapped.</summary>
    /// <param name="holder">Whose memory it was.</param>
    public void Forget(string holder)
    {
        lock (_store.Gate)
        {
            foreach (var (row, held) in _credits.Where(credit => credit.Value.Arena.Source.Holder == holder && credit.Value.Arena.IsDraining).ToList())
                Drop(row, held);
            foreach (var (handle, held) in _leases.Where(lease => lease.Value.Arena.Source.Holder == holder && lease.Value.Arena.IsDraining).ToList())
            {
                _leases.Remove(handle);
                for (var i = 0; i < held.Count; i++)
                    EndLease(held);
            }
        }
    }

    /// <summary>Ends everything. Rows that were being filled rest for a while: who filled them may have been killed in the middle of it.</summary>
    public void Dispose()
    {
        lock (_store.Gate)
        {
            foreach (var held in _credits.Values)
            {
                if (held.Arena.IsDetached)
                    held.Arena.Abort(held.Entry);
                else
                    _store.Care.Rest(held.Arena, held.Entry, _store.Options.AbandonedRest);
                _store.Arenas.CloseIfDone(held.Arena);
            }

            foreach (var held in _leases.Values)
            {
                for (var i = 0; i < held.Count; i++)
                    EndLease(held);
            }

            _credits.Clear();
            _leases.Clear();
        }
    }

    private static ulong HandleOf(StoreArena arena, int entry) =>
        ((ulong)(uint)arena.Number << 48) | ((ulong)(arena.Entries.GenerationOf(entry) & 0xFFFF) << 32) | (uint)entry;

    private void UseInReverse()
    {
        for (var i = _used.Count - 1; i >= 0; i--)
            _store.Used(_used[i].Arena, _used[i].Entry);
    }

    private bool TryGetCredit(int row, uint ticket, out Held held) =>
        _credits.TryGetValue(row, out held) && held.Arena.Entries.GenerationOf(held.Entry) == ticket;

    private void Drop(int row, Held held)
    {
        _credits.Remove(row);
        held.Arena.Abort(held.Entry);
        _store.Arenas.CloseIfDone(held.Arena);
    }

    private void EndLease(Held held)
    {
        _leaseCount--;
        held.Arena.EndLease(held.Entry);
        _store.Arenas.CloseIfDone(held.Arena);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Held(StoreArena Arena, int Entry, int Count);
}
