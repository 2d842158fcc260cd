using System.Collections.Immutable;

namespace KvFleet.Store;

/// <summary>A value that stays where it is until this is disposed. Not for concurrent use.</summary>
public sealed class StoreLease : IDisposable
{
    private readonly PoolStore _store;
    private int _ended;

    internal StoreLease(PoolStore store, Arenas.StoreArena arena, int entry)
    {
        _store = store;
        (Arena, Entry) = (arena, entry);
        Bytes = arena.Entries.LengthOf(entry);
        Generation = arena.Entries.GenerationOf(entry);
        Key = [.. arena.Entries.KeyOf(entry)];
        Uses = arena.Entries.UsesOf(entry);
        Hints = new StoreEntryHints(arena.Entries.GroupOf(entry), arena.Entries.PositionOf(entry), arena.Entries.CostOf(entry));
        Expiry = arena.Entries.ExpiryOf(entry) is var at and not 0 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
        Segments = [.. arena.SegmentsOf(entry, Bytes)];
    }

    /// <summary>Bytes of the value.</summary>
    public long Bytes { get; }

    /// <summary>Where they are, in order.</summary>
    public ImmutableArray<StoreSegment> Segments { get; }

    /// <summary>The key.</summary>
    public ImmutableArray<byte> Key { get; }

    /// <summary>Grows when the entry is used for another value.</summary>
    public uint Generation { get; }

    /// <summary>Times that it was asked for before.</summary>
    public uint Uses { get; }

    /// <summary>What who stored it said of it.</summary>
    public StoreEntryHints Hints { get; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expiry { get; }

    internal Arenas.StoreArena Arena { get; }

    internal int Entry { get; }

    /// <summary>Ends the lease.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _store.EndLease(this);
    }
}
