using System.Buffers.Binary;
using System.Diagnostics;
using KvFleet.Native;
using KvFleet.Store;
using KvFleet.Store.Arenas;
using KvFleet.Store.Disk;
using KvFleet.Store.Disk.Files;

namespace KvFleet.Benchmarks.Disks;

/// <summary>A store of 1 GiB of rows of 2 MiB, with its local disk tier: four transfers at a time, a row each.</summary>
internal sealed class DiskStore : IDisposable
{
    /// <summary>Bytes of a row, and of each transfer.</summary>
    internal const int Row = 2 << 20;

    /// <summary>Transfers under way.</summary>
    internal const int Depth = 4;

    /// <summary>Rows.</summary>
    internal const int Rows = 512;

    /// <summary>A header of 64 KiB, and 256 bytes for each of twice as many entries as rows.</summary>
    private const long IndexBytes = 65536 + (2L * Rows * 256);

    /// <summary>Bytes that one run transfers.</summary>
    internal const long Bytes = (long)Rows * Row;

    private readonly MemoryFile _index = MemoryFile.Create("index", IndexBytes);
    private readonly MemoryFile _rows = MemoryFile.Create("rows", Bytes);
    private readonly PoolStore _store = new(new StoreOptions { PoolUid = "bench", Stride = Row, HeadroomFraction = 0 }, TimeProvider.System);
    private readonly DiskTier _tier;

    /// <param name="directory">Where the tier's files are; kept.</param>
    internal DiskStore(string directory)
    {
        _store.Memory.Attach(new ArenaSource("bench", _index, [new ArenaExtent(_rows, Bytes, 0)]));
        // A pool's memory exists and is mapped before it is used: that is not what is measured here.
        Fill();
        _store.Clear();
        var options = new DiskTierOptions { PoolUid = "bench", CapacityBytes = 2 * Bytes, BatchBytes = Row, WriteThreads = Depth, ReadThreads = Depth, LoadQueue = Rows };
        _tier = new DiskTier(options, _store, new LocalDiskVolume(directory, "benchmark"), TimeProvider.System);
        _tier.Start();
        Await(() => _tier.Report.Condition.CanWrite);
    }

    /// <summary>Figures of the tier.</summary>
    internal DiskTierReport Report => _tier.Report;

    /// <summary>Fills memory, and measures how long it takes until everything is on the disk.</summary>
    internal TimeSpan Write()
    {
        _store.Clear();
        Fill();
        var started = Stopwatch.GetTimestamp();
        for (var key = 0; key < Rows; key++)
            Use(key);
        _tier.Wake();
        Await(() => _tier.Report.Keys == Rows);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Measures how long it takes until everything that is on the disk is in memory, and checks it.</summary>
    internal TimeSpan Read()
    {
        var started = Stopwatch.GetTimestamp();
        for (var key = 0; key < Rows; key++)
            _tier.RequestLoad(Key(key));
        Await(() => _tier.Report.Loaded == Rows);
        var took = Stopwatch.GetElapsedTime(started);
        for (var key = 0; key < Rows; key++)
            Use(key);
        return took;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tier.Dispose();
        _store.Dispose();
        _rows.Dispose();
        _index.Dispose();
    }

    private static byte[] Key(int number)
    {
        var key = new byte[32];
        BinaryPrimitives.WriteInt32LittleEndian(key, number);
        return key;
    }

    private void Fill()
    {
        var value = new byte[Row];
        for (var key = 0; key < Rows; key++)
        {
            new Random(key).NextBytes(value);
            var reservation = _store.TryReserve(Key(key), Row, default);
            using var slot = reservation.Slot ?? throw new InvalidOperationException($"No memory for row {key}: {reservation.Outcome}.");
            value.CopyTo(slot.Segments[0].Span);
            slot.Commit();
        }
    }

    private void Use(int key)
    {
        if (!_store.TryLease(Key(key), out var lease))
            throw new InvalidOperationException($"Row {key} is gone.");
        using (lease)
        {
            Span<byte> expected = stackalloc byte[64];
            new Random(key).NextBytes(expected);
            if (!lease.Segments[0].Span[..64].SequenceEqual(expected))
                throw new InvalidOperationException($"Row {key} has other bytes.");
        }
    }

    private void Await(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(2))
                throw new TimeoutException($"The tier does not get on: {_tier.Report}");
            Thread.Sleep(1);
        }
    }
}
