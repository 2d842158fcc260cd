using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using KvFleet.Protocol.Store;
using KvFleet.Store.Arenas;
using KvFleet.Store.Eviction;

namespace KvFleet.Store;

/// <summary>
/// The store of one pool on this node, over the memory of its holders. One lock: every operation under it is short, takes no I/O, and batches of a client take
/// it once.
/// </summary>
public sealed class PoolStore : IPoolStore, IDisposable
{
    internal readonly Lock Gate = new();
    internal readonly StoreCounters Counters = new();
    private readonly ArenaSet _arenas;

    /// <param name="options">How it behaves.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tier">What values may be demoted to; null for nothing.</param>
    public PoolStore(StoreOptions options, TimeProvider time, IBackingTier? tier = null)
    {
        (Options, Time, Tier) = (options, time, tier ?? NullBackingTier.Instance);
        _arenas = new ArenaSet(this);
        Care = new StoreCare(this, _arenas);
    }

    /// <summary>How it behaves.</summary>
    public StoreOptions Options { get; private set; }

    /// <summary>Attaches and gives back the memory of holders.</summary>
    public StoreMemory Memory => new(this, _arenas);

    /// <inheritdoc/>
    public StoreStatistics Statistics
    {
        get
        {
            lock (Gate)
                return Counters.Report(_arenas, Care.PinnedBytes);
        }
    }

    /// <summary>Hears which blocks engines use; null for nobody. Set before the store is found by clients.</summary>
    public IUseObserver? Uses { get; set; }

    internal TimeProvider Time { get; }

    internal IBackingTier Tier { get; private set; }

    internal StoreCare Care { get; }

    /// <summary>What shall come back into memory and stay.</summary>
    internal PreloadTable Preloads { get; } = new();

    /// <summary>What makes the pool's bytes interchangeable; empty until it is known. Takes no lock.</summary>
    internal string Fingerprint => _arenas.Fingerprint;

    internal ArenaSet Arenas => _arenas;

    /// <summary>Milliseconds of a clock that only goes forward.</summary>
    internal long Now => (long)Time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Sets what values may be demoted to: a tier needs the store before it can exist.</summary>
    /// <param name="tier">The tier.</param>
    public void Use(IBackingTier tier)
    {
        lock (Gate)
            Tier = tier;
    }

    /// <summary>Behaves differently from now on. Nothing is lost by it: another policy orders what is there anew (under the lock, some 50 ms for a million values), a smaller pinned share unpins nothing.</summary>
    /// <param name="policy">By which rule entries leave.</param>
    /// <param name="pinnedFraction">Most of the rows' bytes that pins may keep, 0 to 1.</param>
    /// <param name="headroomFraction">Share of the rows that is kept free ahead of need, 0 to 1.</param>
    public void Behave(EvictionPolicy policy, double pinnedFraction, double headroomFraction)
    {
        lock (Gate)
        {
            var isOther = policy != Options.Policy;
            Options = Options with { Policy = policy, PinnedFraction = pinnedFraction, HeadroomFraction = headroomFraction };
            foreach (var arena in isOther ? _arenas.All : [])
                arena.Queue.Use(policy);
        }
    }

    /// <summary>Opens what one client has of the store.</summary>
    public StoreConnection Connect() => new(this);

    /// <summary>Lets time pass: pins and hints that are over, slots that have rested, memory that shall be free. To be called twice a second or more often.</summary>
    public void Tick()
    {
        lock (Gate)
        {
            Care.Tick();
            Preloads.Tick(Now, Tier);
        }
    }

    /// <inheritdoc/>
    public StoreRecord Find(ReadOnlySpan<byte> key)
    {
        lock (Gate)
            return FindLocked(key, out _, out _);
    }

    /// <inheritdoc/>
    public bool TryLease(ReadOnlySpan<byte> key, [NotNullWhen(true)] out StoreLease? lease)
    {
        lock (Gate)
        {
            lease = null;
            var record = FindLocked(key, out var arena, out var entry);
            if (record.State != StoreRecordState.Present)
            {
                Counters.Misses++;
                // Who asks this way has no other word for it, and asks again.
                if (record.State == StoreRecordState.OnLowerTier)
                    Tier.RequestLoad(key);
                return false;
            }

            Used(arena!, entry);
            lease = LeaseLocked(arena!, entry);
            return true;
        }
    }

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The reservation hands the slot on.")]
    public StoreReservation TryReserve(ReadOnlySpan<byte> key, long bytes, in StoreEntryHints hints)
    {
        if (key.Length is 0 or > StoreLimits.MaxKeyBytes)
            return new StoreReservation(StoreReservationOutcome.InvalidKey);
        if (bytes is < 1 or > uint.MaxValue)
            return new StoreReservation(StoreReservationOutcome.InvalidLength);
        lock (Gate)
        {
            if (_arenas.Largest is not { } largest)
                return new StoreReservation(StoreReservationOutcome.NotReady);
            if (bytes > largest)
                return new StoreReservation(StoreReservationOutcome.InvalidLength);
            return _arenas.TryBegin(bytes, out var arena, out var entry)
                ? new StoreReservation(StoreReservationOutcome.Granted, new StoreSlot(this, arena, entry, key.ToArray(), (uint)bytes, hints))
                : new StoreReservation(StoreReservationOutcome.Full);
        }
    }

    /// <inheritdoc/>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        lock (Gate)
            return RemoveLocked(key);
    }

    /// <inheritdoc/>
    public bool SetExpiry(ReadOnlySpan<byte> key, DateTimeOffset? at)
    {
        lock (Gate)
        {
            if (FindLocked(key, out var arena, out var entry).State != StoreRecordState.Present)
                return false;
            arena!.Entries.ExpiryOf(entry) = at?.ToUnixTimeMilliseconds() ?? 0;
            // What a lower tier has ends when it ended before: it is not valid any more.
            Tier.Forget(key);
            arena.Entries.FlagsOf(entry) &= ~StoreArena.BackedFlag;
            return true;
        }
    }

    /// <inheritdoc/>
    public StorePage Scan(ulong cursor, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (Gate)
            return _arenas.Scan(cursor, Math.Min(count, 10_000));
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (Gate)
        {
            _arenas.RemoveAll();
            Tier.ForgetAll();
            Preloads.Clear();
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<StoreLease> TakeColdest(int count)
    {
        lock (Gate)
            return [.. _arenas.TakeColdest(Math.Clamp(count, 1, StoreLimits.MaxItems)).Select(found => LeaseLocked(found.Arena, found.Entry))];
    }

    /// <inheritdoc/>
    public void MarkBacked(StoreLease lease)
    {
        lock (Gate)
            lease.Arena.Entries.FlagsOf(lease.Entry) |= StoreArena.BackedFlag;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
            _arenas.Dispose();
    }

    internal StoreRecord FindLocked(ReadOnlySpan<byte> key, out StoreArena? arena, out int entry)
    {
        (arena, entry) = (null, -1);
        if (key.Length is 0 or > StoreLimits.MaxKeyBytes)
            return new StoreRecord(StoreRecordState.InvalidKey);
        if (!_arenas.TryFind(KeyTag.Of(key), key, out arena, out entry))
            return new StoreRecord(Tier.Contains(key) ? StoreRecordState.OnLowerTier : StoreRecordState.Absent);
        if (arena.Entries.ExpiryOf(entry) is not 0 and var expiry && expiry <= Time.GetUtcNow().ToUnixTimeMilliseconds())
        {
            RemoveLocked(key);
            (arena, entry) = (null, -1);
            return new StoreRecord(StoreRecordState.Absent);
        }

        return new StoreRecord(StoreRecordState.Present, arena.PoolRowOf(entry), arena.Entries.GenerationOf(entry), arena.Entries.LengthOf(entry));
    }

    internal bool RemoveLocked(ReadOnlySpan<byte> key)
    {
        var here = Displace(KeyTag.Of(key), key);
        Preloads.Remove(key);
        return Tier.Forget(key) || here;
    }

    /// <summary>Whatever has the key loses it, also where it is not found at the moment.</summary>
    internal bool Displace(ulong tag, ReadOnlySpan<byte> key)
    {
        var here = false;
        while (_arenas.TryFind(tag, key, out var arena, out var entry, evenHidden: true))
        {
            here |= !arena.IsHidden;
            Care.Unpublish(arena, entry);
        }

        return here;
    }

    /// <summary>Counts a use of a value that was found.</summary>
    internal void Used(StoreArena arena, int entry)
    {
        Counters.Hits++;
        Counters.SecondsSaved += arena.Nodes[entry].Seconds;
        arena.Entries.UsesOf(entry)++;
        arena.Queue.Touch(entry);
    }

    /// <summary>Leases what is worth demoting, coldest first: at least one value, and no more together than about some bytes.</summary>
    /// <param name="count">Most values.</param>
    /// <param name="bytes">About how many bytes.</param>
    /// <param name="uses">Uses that a value must have had.</param>
    internal ImmutableArray<StoreLease> TakeForDemotion(int count, long bytes, uint uses)
    {
        lock (Gate)
        {
            return
            [
                .. _arenas.TakeColdest(count, uses)
                    .TakeWhile(found => bytes > 0 && (bytes -= found.Arena.Entries.LengthOf(found.Entry)) > long.MinValue)
                    .Select(found => LeaseLocked(found.Arena, found.Entry)),
            ];
        }
    }

    /// <summary>Offers everything to the tier again: its disk is new. In steps; beside other work.</summary>
    internal void ForgetBacked()
    {
        const int Step = 1024;
        for (var cursor = 0UL; ;)
        {
            lock (Gate)
            {
                var page = _arenas.Scan(cursor, Step);
                foreach (var key in page.Keys)
                {
                    if (_arenas.TryFind(KeyTag.Of(key.AsSpan()), key.AsSpan(), out var arena, out var entry))
                        arena.Entries.FlagsOf(entry) &= ~StoreArena.BackedFlag;
                }

                if ((cursor = page.Cursor) == 0)
                    return;
            }
        }
    }

    /// <summary>Makes a value found that a lower tier has, unless memory has one of its key by now.</summary>
    /// <param name="slot">Filled with the value.</param>
    /// <param name="expiry">Unix milliseconds when it ends; 0 for never.</param>
    /// <param name="isCurrent">Whether the tier still has it; asked under the store's lock, so that nobody removes or replaces it in between.</param>
    /// <returns>False when it is not; the memory went back then.</returns>
    internal bool Promote(StoreSlot slot, long expiry, Func<bool> isCurrent)
    {
        lock (Gate)
        {
            slot.End();
            var tag = KeyTag.Of(slot.Key);
            if (!slot.Arena.IsDraining && !_arenas.TryFind(tag, slot.Key, out _, out _) && isCurrent()
                && slot.Arena.TryCommit(slot.Entry, tag, slot.Key, slot.Length, slot.Hints))
            {
                slot.Arena.Entries.FlagsOf(slot.Entry) |= StoreArena.BackedFlag;
                slot.Arena.Entries.ExpiryOf(slot.Entry) = expiry;
                if (Preloads.TryTake(slot.Key, out var until))
                    Care.TryPin(slot.Arena, slot.Entry, until);
                return true;
            }

            slot.Arena.Abort(slot.Entry);
            _arenas.CloseIfDone(slot.Arena);
            return false;
        }
    }

    internal bool Commit(StoreSlot slot)
    {
        lock (Gate)
        {
            if (slot.Arena.IsDraining)
            {
                slot.Arena.Abort(slot.Entry);
                _arenas.CloseIfDone(slot.Arena);
                return false;
            }

            var tag = KeyTag.Of(slot.Key);
            // First the old value goes, for good: an agent that ends between the two loses a value, and never finds the old one again.
            Displace(tag, slot.Key);
            Tier.Forget(slot.Key);
            if (slot.Arena.TryCommit(slot.Entry, tag, slot.Key, slot.Length, slot.Hints))
            {
                Counters.Commits++;
                return true;
            }

            slot.Arena.Abort(slot.Entry);
            return false;
        }
    }

    internal void Abort(StoreSlot slot)
    {
        lock (Gate)
        {
            slot.Arena.Abort(slot.Entry);
            _arenas.CloseIfDone(slot.Arena);
        }
    }

    internal void EndLease(StoreLease lease)
    {
        lock (Gate)
        {
            lease.Arena.EndLease(lease.Entry);
            _arenas.CloseIfDone(lease.Arena);
        }
    }

    private StoreLease LeaseLocked(StoreArena arena, int entry)
    {
        arena.Lease(entry);
        return new StoreLease(this, arena, entry);
    }
}
