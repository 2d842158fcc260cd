using System.Numerics;
using System.Runtime.InteropServices;
using KvFleet.Store.Memory;

namespace KvFleet.Store.Rows;

/// <summary>Which rows and blocks of an arena are in use. Every operation takes constant time but the search in a row's bitmap (at most 32 words for rows of 2 MiB).</summary>
internal sealed unsafe class RowAllocator : IDisposable
{
    private const int BitsPerWord = 64;
    private const int MaxPartialSeen = 1024;
    private readonly NativeArray<RowState> _rows;
    private readonly RowList _free;
    private readonly RowList[] _partial;

    /// <param name="rows">Rows of the arena.</param>
    /// <param name="classes">How rows are cut.</param>
    public RowAllocator(int rows, SizeClasses classes)
    {
        Classes = classes;
        _rows = new NativeArray<RowState>(rows);
        _free = new RowList(_rows);
        _partial = [.. Enumerable.Range(0, classes.Count).Select(_ => new RowList(_rows))];
        for (var row = 0; row < rows; row++)
            _free.AddLast(row);
    }

    public SizeClasses Classes { get; }

    public int Rows => _rows.Length;

    public int FreeRows => _free.Count;

    /// <summary>Bytes of all blocks and rows in use.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>Bytes of free blocks in rows that are cut up.</summary>
    public long PartialBytes { get; private set; }

    /// <summary>Takes a free row or block.</summary>
    public bool TryAllocate(int sizeClass, out RowSegment segment)
    {
        segment = default;
        if (sizeClass == 0)
        {
            if (_free.Count == 0)
                return false;
            var row = _free.First;
            _free.Remove(row);
            _rows[row].Used = 1;
            UsedBytes += Classes.Stride;
            segment = new RowSegment(row, 0, 0);
            return true;
        }

        var slab = _partial[sizeClass].Count > 0 ? _partial[sizeClass].First : Cut(_free.First, sizeClass);
        if (slab < 0)
            return false;
        segment = new RowSegment(slab, FirstFree(slab, sizeClass), sizeClass);
        Use(segment);
        return true;
    }

    /// <summary>Marks a place as used, when an index is read.</summary>
    /// <returns>False when it is not a place of this arena, or in use already.</returns>
    public bool TryMark(RowSegment segment)
    {
        if ((uint)segment.Row >= (uint)Rows || (uint)segment.SizeClass >= (uint)Classes.Count || (uint)segment.Block >= (uint)SizeClasses.BlocksPerRow(segment.SizeClass))
            return false;
        ref var row = ref _rows[segment.Row];
        if (segment.SizeClass == 0)
        {
            if (row.Used != 0)
                return false;
            _free.Remove(segment.Row);
            row.Used = 1;
            UsedBytes += Classes.Stride;
            return true;
        }

        if (row.Used == 0)
            Cut(segment.Row, segment.SizeClass);
        else if (row.SizeClass != segment.SizeClass || IsUsed(row, segment.Block))
            return false;
        Use(segment);
        return true;
    }

    /// <summary>Of some rows that are cut up, the one with the fewest bytes in use; -1 when there is none.</summary>
    public int EmptiestPartial()
    {
        var (best, least) = (-1, long.MaxValue);
        for (var sizeClass = 1; sizeClass < Classes.Count; sizeClass++)
        {
            var row = _partial[sizeClass].First;
            for (var seen = 0; row >= 0 && seen < MaxPartialSeen; seen++, row = _rows[row].Next)
            {
                if (_rows[row].Used * Classes.BlockBytes(sizeClass) is var used && used < least)
                    (best, least) = (row, used);
            }
        }

        return best;
    }

    /// <summary>Gives a place back that was allocated or marked.</summary>
    public void Free(RowSegment segment)
    {
        ref var row = ref _rows[segment.Row];
        var bytes = Classes.BlockBytes(segment.SizeClass);
        UsedBytes -= bytes;
        if (segment.SizeClass == 0)
        {
            row.Used = 0;
            _free.AddFirst(segment.Row);
            return;
        }

        var blocks = SizeClasses.BlocksPerRow(segment.SizeClass);
        ((ulong*)row.Bitmap)[segment.Block / BitsPerWord] &= ~(1UL << (segment.Block % BitsPerWord));
        PartialBytes += bytes;
        if (row.Used-- == blocks)
            _partial[segment.SizeClass].AddFirst(segment.Row);
        if (row.Used > 0)
            return;
        _partial[segment.SizeClass].Remove(segment.Row);
        PartialBytes -= blocks * bytes;
        NativeMemory.Free((void*)row.Bitmap);
        (row.Bitmap, row.SizeClass) = (0, 0);
        _free.AddFirst(segment.Row);
    }

    public void Dispose()
    {
        FreeBitmaps();
        _rows.Dispose();
    }

    private static bool IsUsed(in RowState row, int block) => (((ulong*)row.Bitmap)[block / BitsPerWord] & (1UL << (block % BitsPerWord))) != 0;

    private int Cut(int row, int sizeClass)
    {
        if (row < 0)
            return row;
        _free.Remove(row);
        var blocks = SizeClasses.BlocksPerRow(sizeClass);
        ref var state = ref _rows[row];
        state.SizeClass = sizeClass;
        state.Bitmap = (nint)NativeMemory.AllocZeroed((nuint)((blocks + BitsPerWord - 1) / BitsPerWord), sizeof(ulong));
        _partial[sizeClass].AddFirst(row);
        PartialBytes += blocks * Classes.BlockBytes(sizeClass);
        return row;
    }

    private int FirstFree(int row, int sizeClass)
    {
        var words = (ulong*)_rows[row].Bitmap;
        var blocks = SizeClasses.BlocksPerRow(sizeClass);
        for (var word = 0; word * BitsPerWord < blocks; word++)
        {
            if (words[word] != ulong.MaxValue)
                return (word * BitsPerWord) + BitOperations.TrailingZeroCount(~words[word]);
        }

        throw new InvalidOperationException($"Row {row} was listed as having free blocks and has none.");
    }

    private void Use(RowSegment segment)
    {
        ref var row = ref _rows[segment.Row];
        ((ulong*)row.Bitmap)[segment.Block / BitsPerWord] |= 1UL << (segment.Block % BitsPerWord);
        UsedBytes += Classes.BlockBytes(segment.SizeClass);
        PartialBytes -= Classes.BlockBytes(segment.SizeClass);
        if (++row.Used == SizeClasses.BlocksPerRow(segment.SizeClass))
            _partial[segment.SizeClass].Remove(segment.Row);
    }

    private void FreeBitmaps()
    {
        for (var row = 0; row < _rows.Length; row++)
        {
            NativeMemory.Free((void*)_rows[row].Bitmap);
            _rows[row].Bitmap = 0;
        }
    }
}
