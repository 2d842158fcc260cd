using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Sweeps;

/// <summary>What the watermarks demand of all members together. Pure.</summary>
internal static class WatermarkDemand
{
    /// <summary>Says how much has to go.</summary>
    /// <param name="marks">The watermarks.</param>
    /// <param name="usage">How full it is. A filesystem that says it has no size (or no inodes) has no such watermark.</param>
    public static (long Bytes, long Files) Of(SweepWatermarks marks, FilesystemUsage usage) => (
        // What is kept for root is not there for anybody else: full is when nothing is available.
        Demand(usage.UsedBytes, usage.UsedBytes + usage.AvailableBytes, marks),
        Demand(usage.UsedInodes, usage.TotalInodes, marks));

    private static long Demand(long used, long total, SweepWatermarks marks) =>
        total <= 0 || used <= total * marks.HighPercent / 100 ? 0 : (long)Math.Ceiling(used - (total * marks.LowPercent / 100));
}
