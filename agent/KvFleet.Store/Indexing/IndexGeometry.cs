namespace KvFleet.Store.Indexing;

/// <summary>How large the index of a holder is. Pure.</summary>
public static class IndexGeometry
{
    /// <summary>Bytes of a row where nobody has declared a stride: values of any size are cut from such rows.</summary>
    public const long DefaultStride = 2L << 20;

    /// <summary>A holder with less memory gets no index, and so serves no keys: its bytes can only be mapped.</summary>
    public const long SmallestHolderBytes = 8L << 20;

    /// <summary>Values of this size fill a holder of a pool without a declared stride; smaller ones run out of entries first.</summary>
    private const long ExpectedValueBytes = 32 * 1024;

    private const int SpareEntries = 64;

    /// <summary>Bytes of the index of a holder.</summary>
    /// <param name="holderBytes">All bytes that the holder holds, the index among them.</param>
    /// <param name="stride">Declared bytes of a row; 0 while unknown.</param>
    /// <param name="pageBytes">Its pages, a power of two.</param>
    /// <returns>A multiple of the page size; 0 where there is to be no index.</returns>
    public static long BytesFor(long holderBytes, long stride, long pageBytes)
    {
        if (holderBytes < SmallestHolderBytes || holderBytes < stride)
            return 0;
        var value = stride > 0 ? stride : ExpectedValueBytes;
        var entries = (holderBytes / value * 9 / 8) + SpareEntries;
        var bytes = IndexLayout.HeaderBytes + (entries * IndexLayout.EntryBytes);
        var rounded = (bytes + pageBytes - 1) / pageBytes * pageBytes;
        return rounded * 2 > holderBytes ? 0 : rounded;
    }

    /// <summary>Entries that fit into an index.</summary>
    /// <param name="indexBytes">Its size.</param>
    public static int EntriesIn(long indexBytes) => (int)Math.Clamp((indexBytes - IndexLayout.HeaderBytes) / IndexLayout.EntryBytes, 0, int.MaxValue / 2);
}
