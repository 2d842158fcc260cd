using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Store.Arenas;

/// <summary>The arenas of a store, as one place for keys. Under the store's lock.</summary>
internal sealed class ArenaSet(PoolStore store) : IDisposable
{
    private const int MaxEvictions = 4096;
    private const int EvictionsBeforeSweep = 64;
    private const int MaxNumber = 0xFFFF;

    /// <summary>Of so many values that would leave first the tier is offered what it has not: in a larger memory the others have time until they get colder.</summary>
    private const int ColdEnd = 8192;

    private readonly List<StoreArena> _all = [];
    private readonly Dictionary<StoreArena, long> _begun = [];
    private int _lastNumber = -1;

    /// <summary>All of them, those that are draining or wait for leases included.</summary>
    public IReadOnlyList<StoreArena> All => _all;

    /// <summary>Bytes of a row; 0 while nobody said.</summary>
    public long Stride { get; set; } = store.Options.Stride;

    /// <summary>What makes the bytes interchangeable; empty until a client said.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>Those that take values.</summary>
    public IEnumerable<StoreArena> Active => _all.Where(static arena => !arena.IsDraining);

    /// <summary>Bytes of the largest value there is room for; null while there is no memory.</summary>
    public long? Largest => Active.Any() ? Active.Max(static arena => arena.Rows.Rows * arena.Rows.Classes.Stride) : null;

    /// <summary>A number that no arena has had.</summary>
    public int NextNumber() => _lastNumber = (_lastNumber + 1) & MaxNumber;

    public void Add(StoreArena arena)
    {
        _all.Add(arena);
        _begun[arena] = 0;
    }

    public bool TryFind(ulong tag, ReadOnlySpan<byte> key, [NotNullWhen(true)] out StoreArena? arena, out int entry, bool evenHidden = false)
    {
        foreach (var candidate in _all)
        {
            if (candidate.IsDetached || (candidate.IsHidden && !evenHidden) || candidate.Find(tag, key) is not (>= 0 and var found))
                continue;
            (arena, entry) = (candidate, found);
            return true;
        }

        (arena, entry) = (null, -1);
        return false;
    }

    /// <summary>Takes memory for a value, evicting others if need be.</summary>
    public bool TryBegin(long bytes, [NotNullWhen(true)] out StoreArena? arena, out int entry)
    {
        // Free memory anywhere comes first; then each arena gives in turn, by its size.
        foreach (var candidate in Active.OrderByDescending(static candidate => candidate.Rows.FreeRows))
        {
            if (candidate.TryBegin(bytes, out entry))
            {
                arena = candidate;
                return true;
            }
        }

        foreach (var candidate in Active.OrderBy(candidate => (double)_begun[candidate] / candidate.Rows.Rows))
        {
            if (TryMakeRoom(candidate, bytes, out entry))
            {
                _begun[candidate]++;
                arena = candidate;
                return true;
            }
        }

        (arena, entry) = (null, -1);
        return false;
    }

    /// <summary>Closes an arena that is gone from the pool once nobody leases anything of it.</summary>
    public void CloseIfDone(StoreArena arena)
    {
        if (arena is not { IsDetached: true, Holds: 0 } || !_all.Remove(arena))
            return;
        _begun.Remove(arena);
        arena.Dispose();
    }

    /// <summary>Lists keys: the cursor counts entries over all arenas.</summary>
    public StorePage Scan(ulong cursor, int count)
    {
        var keys = ImmutableArray.CreateBuilder<ImmutableArray<byte>>();
        var first = 0UL;
        foreach (var arena in _all)
        {
            for (var entry = cursor > first ? (int)Math.Min(cursor - first, (ulong)arena.Entries.Count) : 0; entry < arena.Entries.Count; entry++)
            {
                if (keys.Count >= count)
                    return new StorePage(first + (ulong)entry, keys.ToImmutable());
                if (arena.IsFound(entry))
                    keys.Add([.. arena.Entries.KeyOf(entry)]);
            }

            first += (ulong)arena.Entries.Count;
        }

        return new StorePage(0, keys.ToImmutable());
    }

    public void RemoveAll()
    {
        foreach (var arena in _all)
        {
            for (var entry = 0; entry < arena.Entries.Count; entry++)
            {
                if (arena.IsFound(entry))
                    store.Care.Unpublish(arena, entry);
            }
        }
    }

    /// <summary>Values that are worth demoting, among those that would leave first: the store's lock is held meanwhile.</summary>
    public IEnumerable<(StoreArena Arena, int Entry)> TakeColdest(int count, uint uses = 1) =>
        _all.Where(static arena => !arena.IsDetached).SelectMany(static arena => arena.Queue.Coldest(ColdEnd).Select(entry => (Arena: arena, Entry: entry)))
            .Where(found => found.Arena.Nodes[found.Entry].Leases == 0
                && found.Arena.Entries.UsesOf(found.Entry) >= uses
                && (found.Arena.Entries.FlagsOf(found.Entry) & StoreArena.BackedFlag) == 0)
            .Take(count)
            .ToList();

    public void Dispose()
    {
        foreach (var arena in _all)
            arena.Dispose();
        _all.Clear();
    }

    private bool TryMakeRoom(StoreArena arena, long bytes, out int entry)
    {
        for (var evictions = 0; evictions < MaxEvictions; evictions++)
        {
            if (!arena.TryEvict(out var evicted))
                break;
            store.Counters.Evictions++;
            if (arena.TryBegin(bytes, out entry))
                return true;
            // Many small values left, and no row came free: their rows are shared with others that stay. One row goes as a whole then.
            if (evictions % EvictionsBeforeSweep == EvictionsBeforeSweep - 1)
                store.Counters.Evictions += RowSweep.Empty(arena, evicted);
            if (arena.TryBegin(bytes, out entry))
                return true;
        }

        entry = -1;
        return false;
    }
}
