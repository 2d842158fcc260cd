namespace KvFleet.Planning.Holders;

/// <summary>What a holder pod needs beside the bytes it holds. Its memory request and limit are bytes plus this.</summary>
public static class HolderOverhead
{
    private const long Mebibyte = 1L << 20;
    private const long Process = 32 * Mebibyte;

    /// <summary>
    /// The overhead of one holder of base pages, in bytes: 32 MiB for the process plus 1/256 of what it holds, rounded up to 1 MiB.
    /// The second term is the kernel's: the page-cache index of the memfd and the page tables of the populating mapping are charged to the
    /// holder's cgroup too, and a limit without them ends in an OOM kill at the last extent.
    /// </summary>
    /// <param name="bytes">Bytes the holder holds; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public static long For(long bytes) => For(bytes, MemoryKind.Regular);

    /// <summary>The overhead of one holder of any kind of memory, in bytes of base pages. Huge pages need next to no index or page tables.</summary>
    /// <param name="bytes">Bytes the holder holds; not negative.</param>
    /// <param name="kind">What it holds them in.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public static long For(long bytes, MemoryKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var kernel = kind == MemoryKind.Regular ? bytes / 256 : 0;
        return (Process + kernel + Mebibyte - 1) / Mebibyte * Mebibyte;
    }
}
