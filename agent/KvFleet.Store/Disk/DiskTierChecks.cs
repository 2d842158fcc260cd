using System.Text;

namespace KvFleet.Store.Disk;

/// <summary>Bounds of a tier's options.</summary>
internal static class DiskTierChecks
{
    private const int MostThreads = 64;
    private const int MostBatchBytes = 64 << 20;

    /// <summary>Checks them.</summary>
    /// <exception cref="ArgumentException">One is out of its bounds; the message says which, and what they are.</exception>
    public static void Check(DiskTierOptions options)
    {
        Require(options, Encoding.UTF8.GetByteCount(options.PoolUid) is > 0 and <= 64 && !options.PoolUid.Contains('/', StringComparison.Ordinal), "PoolUid must have 1 to 64 bytes and no '/'.");
        Require(options, options.CapacityBytes >= DiskTierOptions.LeastCapacityBytes, $"CapacityBytes must be at least {DiskTierOptions.LeastCapacityBytes}, not {options.CapacityBytes}.");
        Require(options, options.SegmentBytes is >= 1 << 20 and <= 1 << 30, $"SegmentBytes must be 1 MiB to 1 GiB, not {options.SegmentBytes}.");
        Require(options, options.BatchBytes is >= 4096 and <= MostBatchBytes, $"BatchBytes must be 4096 to {MostBatchBytes}, not {options.BatchBytes}.");
        Require(options, options.SightingsToAdmit is >= 1 and <= 255, $"SightingsToAdmit must be 1 to 255, not {options.SightingsToAdmit}.");
        Require(options, options.LoadsToReadmit is >= 0 and <= 255, $"LoadsToReadmit must be 0 to 255, not {options.LoadsToReadmit}.");
        Require(options, options.PinnedFraction is >= 0 and <= 0.5, $"PinnedFraction must be 0 to 0.5, not {options.PinnedFraction}.");
        Require(options, options.WriteThreads is >= 1 and <= MostThreads, $"WriteThreads must be 1 to {MostThreads}, not {options.WriteThreads}.");
        Require(options, options.ReadThreads is >= 1 and <= MostThreads, $"ReadThreads must be 1 to {MostThreads}, not {options.ReadThreads}.");
        Require(options, options.LoadQueue >= 1, $"LoadQueue must be at least 1, not {options.LoadQueue}.");
        Require(options, options.Interval > TimeSpan.Zero, "Interval must be more than 0.");
    }

    private static void Require(DiskTierOptions options, bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message, nameof(options));
    }
}
