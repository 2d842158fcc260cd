using KvFleet.Native;
using KvFleet.Store;
using KvFleet.Store.Arenas;
using KvFleet.Store.Indexing;

namespace KvFleet.Benchmarks.Stores;

/// <summary>Memory files as a holder brings them, for stores in this process. Rows that nobody touches take no memory.</summary>
internal sealed class StoreMemoryFiles : IDisposable
{
    private readonly MemoryFile _index;
    private readonly MemoryFile _extent;

    internal StoreMemoryFiles(long rowBytes, long indexBytes)
    {
        _index = MemoryFile.Create("bench-index", indexBytes);
        _extent = MemoryFile.Create("bench-extent", rowBytes);
        Source = new ArenaSource("bench/holder", _index, [new ArenaExtent(_extent, rowBytes, 0)]);
    }

    /// <summary>What a store attaches.</summary>
    internal ArenaSource Source { get; }

    /// <summary>A store over it.</summary>
    internal PoolStore Open(long stride, out ArenaLoad load)
    {
        var store = new PoolStore(new StoreOptions { PoolUid = "bench", Stride = stride }, TimeProvider.System);
        load = store.Memory.Attach(Source);
        return store;
    }

    /// <summary>Bytes of an index with so many entries.</summary>
    internal static long IndexBytes(int entries)
    {
        var bytes = 1L << 20;
        while (IndexGeometry.EntriesIn(bytes) < entries)
            bytes += 1L << 20;
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _extent.Dispose();
    }
}
