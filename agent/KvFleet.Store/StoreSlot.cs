using System.Collections.Immutable;

namespace KvFleet.Store;

/// <summary>Memory that is being filled with a value. Disposed without commit, it goes back. Not for concurrent use.</summary>
public sealed class StoreSlot : IDisposable
{
    private readonly PoolStore _store;
    private int _ended;

    internal StoreSlot(PoolStore store, Arenas.StoreArena arena, int entry, byte[] key, uint bytes, StoreEntryHints hints)
    {
        _store = store;
        (Arena, Entry, Key, Length, Hints) = (arena, entry, key, bytes, hints);
        Segments = [.. arena.SegmentsOf(entry, bytes)];
    }

    /// <summary>Where to put the bytes, in order; together as long as the value.</summary>
    public ImmutableArray<StoreSegment> Segments { get; }

    internal Arenas.StoreArena Arena { get; }

    internal int Entry { get; }

    internal byte[] Key { get; }

    internal uint Length { get; }

    internal StoreEntryHints Hints { get; }

    /// <summary>Makes the value found by its key, in the place of an older one of that key.</summary>
    /// <returns>False when the index has no place for it or its memory is being given back; it is gone then.</returns>
    /// <exception cref="ObjectDisposedException">It was committed or disposed before.</exception>
    public bool Commit()
    {
        End();
        return _store.Commit(this);
    }

    /// <summary>Nothing more is done with it.</summary>
    internal void End() => ObjectDisposedException.ThrowIf(Interlocked.Exchange(ref _ended, 1) != 0, this);

    /// <summary>Gives the memory back unless it was committed.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _store.Abort(this);
    }
}
