namespace KvFleet.Store.Disk.Segments;

/// <summary>How large segments are.</summary>
internal static class SegmentSizes
{
    private const long Smallest = 1L << 20;
    private const long Largest = 1L << 30;

    /// <summary>More segments than this are more open files than is good.</summary>
    private const int Most = 512;

    /// <summary>Fewer than this give up too much at once.</summary>
    private const int Fewest = 8;

    /// <summary>Chooses the size: what is wished, but at least eight segments, and no more than 512 where that does not make them larger than 1 GiB.</summary>
    public static long Choose(long capacityBytes, long wished)
    {
        var size = Math.Min(wished, capacityBytes / Fewest);
        size = Math.Max(size, Math.Min(Largest, capacityBytes / Most));
        return Math.Clamp(size, Smallest, Largest) & -Smallest;
    }
}
