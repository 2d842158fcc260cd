namespace KvFleet.Holder.Limits;

/// <summary>What a holder needs beside the bytes it holds. The figures are measured; see the README of this folder's project.</summary>
internal static class HolderNeeds
{
    private const long ProcessBytes = 16L << 20;
    private const long KernelShare = 512;

    /// <summary>The least memory limit, in bytes, under which a holder may hold this many bytes of ordinary pages.</summary>
    internal static long LimitFor(long bytes) => bytes + ProcessBytes + (bytes / KernelShare);
}
