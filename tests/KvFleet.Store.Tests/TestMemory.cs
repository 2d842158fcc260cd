using System.Text;
using KvFleet.Native;
using KvFleet.Store.Arenas;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Tests;

/// <summary>The memory of one holder, as a holder makes it. Stores come and go over it.</summary>
internal sealed class TestMemory : IDisposable
{
    public const long Stride = 64 * 1024;

    public TestMemory(int rows, string holder = "holder-a", long stride = Stride, long offset = 0, int extents = 1, int? entries = null)
    {
        var indexBytes = IndexLayout.HeaderBytes + ((entries ?? (rows * 2) + 16) * (long)IndexLayout.EntryBytes);
        Index = MemoryFile.Create("index", indexBytes);
        var files = new List<ArenaExtent>();
        for (var i = 0; i < extents; i++)
        {
            var bytes = rows / extents * stride;
            files.Add(new ArenaExtent(MemoryFile.Create("extent", bytes), bytes, offset + (i * bytes)));
        }

        Source = new ArenaSource(holder, Index, [.. files]);
    }

    public MemoryFile Index { get; }

    public ArenaSource Source { get; }

    public static StoreOptions Options(long stride = Stride) => new() { PoolUid = "pool-1", Stride = stride, HeadroomFraction = 0 };

    public static byte[] Key(int number) => Encoding.UTF8.GetBytes($"key-{number:D8}");

    public PoolStore Open(out ArenaLoad load, StoreOptions? options = null, TimeProvider? time = null)
    {
        var store = new PoolStore(options ?? Options(), time ?? TimeProvider.System);
        load = store.Memory.Attach(Source);
        return store;
    }

    public PoolStore Open(StoreOptions? options = null, TimeProvider? time = null) => Open(out _, options, time);

    public void Dispose()
    {
        Index.Dispose();
        foreach (var extent in Source.Extents)
            extent.File.Dispose();
    }
}
