namespace KvFleet.Holder.Limits;

/// <summary>
/// What a holder needs beside the bytes it holds, as measured: about 6 MiB of its own (16 allowed) and, for the kernel's tree of cached
/// pages, 2.4 MiB per GiB (a 384th allowed). The operator gives more than this, since the executable's page cache may be charged too.
/// </summary>
internal static class HolderNeeds
{
    private const long ProcessBytes = 16L << 20;
    private const long KernelShare = 384;

    /// <summary>The least memory limit, in bytes, under which a holder may hold this many bytes of ordinary pages.</summary>
    internal static long LimitFor(long bytes) => bytes + ProcessBytes + (bytes / KernelShare);
}
