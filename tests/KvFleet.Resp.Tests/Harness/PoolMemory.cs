using KvFleet.Native;
using KvFleet.Store;
using KvFleet.Store.Arenas;

namespace KvFleet.Resp.Tests.Harness;

/// <summary>The memory of one holder, and a store over it. Linked into the benchmarks and the fuzzer too.</summary>
internal sealed class PoolMemory : IDisposable
{
    // As KvFleet.Store's README lays the index out.
    private const long IndexHeaderBytes = 65_536;
    private const long IndexEntryBytes = 256;
    private readonly MemoryFile _index;
    private readonly MemoryFile _extent;

    /// <param name="rows">Rows.</param>
    /// <param name="stride">Bytes of a row.</param>
    /// <param name="time">The clock.</param>
    /// <param name="entries">Keys that there is place for.</param>
    /// <param name="isFilled">Whether all pages are made first, large where the kernel makes them, as holders do.</param>
    public PoolMemory(int rows, long stride, TimeProvider time, int? entries = null, bool isFilled = false)
    {
        _index = MemoryFile.Create("index", IndexHeaderBytes + ((entries ?? (rows * 4) + 64) * IndexEntryBytes));
        _extent = MemoryFile.Create("extent", rows * stride);
        if (isFilled)
            Fill(rows * stride);
        Store = new PoolStore(new StoreOptions { PoolUid = "pool-1", Stride = stride, HeadroomFraction = 0 }, time);
        Store.Memory.Attach(new ArenaSource("holder-a", _index, [new ArenaExtent(_extent, rows * stride, 0)]));
    }

    /// <summary>The store.</summary>
    public PoolStore Store { get; }

    public void Dispose()
    {
        Store.Dispose();
        _index.Dispose();
        _extent.Dispose();
    }

    private void Fill(long bytes)
    {
        using var mapping = SharedMapping.Map(_extent, 0, bytes);
        for (long offset = 0; offset + SharedMapping.LargePageBytes <= bytes; offset += SharedMapping.LargePageBytes)
        {
            // A large page comes of at least one small one.
            mapping.Populate(offset, Environment.SystemPageSize);
            mapping.TryCollapse(offset, SharedMapping.LargePageBytes);
        }

        mapping.Populate(0, bytes);
    }
}
