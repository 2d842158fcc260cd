using System.Runtime.InteropServices;

namespace KvFleet.Sweeping.Inventory;

/// <summary>What is known of one unit: the files that may go, and sums over all there is.</summary>
internal sealed unsafe class UnitInventory : IDisposable
{
    private nint _data;

    public UnitInventory(RecordBuffer records, in UnitTotals totals, long scannedAt, bool stale)
    {
        (_data, Length) = records.Take();
        Totals = totals;
        ScannedAt = scannedAt;
        IsStale = stale;
    }

    /// <summary>Bytes of records.</summary>
    public long Length { get; private set; }

    /// <summary>Sums, the files that may not go included.</summary>
    public UnitTotals Totals { get; private set; }

    /// <summary>When the look began, in seconds since 1970 by the filesystem's clock.</summary>
    public long ScannedAt { get; }

    /// <summary>Whether it is part of a tree of no current fingerprint.</summary>
    public bool IsStale { get; }

    /// <summary>Goes through its directories.</summary>
    public SegmentReader Read(long position = 0) => new(_data, Length, position);

    /// <summary>Segments as they lie in memory.</summary>
    public ReadOnlySpan<byte> Slice(long start, long end) => new((byte*)_data + start, checked((int)(end - start)));

    /// <summary>Takes other records in the place of its own, after some of its files went.</summary>
    public void Replace(RecordBuffer records, in UnitTotals totals)
    {
        NativeMemory.Free((void*)_data);
        (_data, Length) = records.Take();
        Totals = totals;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free((void*)_data);
        (_data, Length) = (0, 0);
    }
}
