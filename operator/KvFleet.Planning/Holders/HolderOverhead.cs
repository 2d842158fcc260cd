namespace KvFleet.Planning.Holders;

/// <summary>What a holder pod needs beside the bytes it holds. Its memory request and limit are bytes plus this.</summary>
public static class HolderOverhead
{
    private const long Mebibyte = 1L << 20;
    private const long Process = 32 * Mebibyte;
    private const long KernelFraction = 224;

    /// <summary>
    /// The overhead of one holder of base pages, in bytes: 32 MiB for the process plus 1/224 of what it holds, rounded up to 1 MiB.
    /// The second term is the kernel's: the page-cache index of the memfd (a radix node of 576 bytes per 64 pages) and the page tables of the populating mapping
    /// (8 bytes a page) are charged to the holder's cgroup too, and a limit without them ends in an OOM kill at the last extent. Measured on kernel 6.18:
    /// 17.3 to 17.5 bytes per 4 KiB page, which is 1/237; 1/256 would fall short by 0.4 GiB per TiB.
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
        var kernel = kind == MemoryKind.Regular ? bytes / KernelFraction : 0;
        return (Process + kernel + Mebibyte - 1) / Mebibyte * Mebibyte;
    }
}
