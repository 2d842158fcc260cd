using System.Runtime.InteropServices;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Pacing;

namespace KvFleet.Sweeping.Sweeps;

/// <summary>What a pool's quota demands of this member. Pure.</summary>
/// <param name="Bytes">Bytes that this member has to free.</param>
/// <param name="Files">Files that it has to delete.</param>
/// <param name="Reason">Which quota.</param>
/// <param name="ByteLine">Where deletion for bytes starts; null without quota.</param>
/// <param name="SecondsToLine">Time until the line is reached at the present rate; null: never.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QuotaDemand(long Bytes, long Files, SweepReason Reason, long? ByteLine, double? SecondsToLine)
{
    /// <summary>Decides.</summary>
    /// <param name="pool">The pool's quotas.</param>
    /// <param name="own">This member's share.</param>
    /// <param name="others">The other members' shares.</param>
    /// <param name="reactionSeconds">From a file being written until deletion for it has taken effect.</param>
    public static QuotaDemand Of(SweepPool pool, MemberShare own, MemberShare others, double reactionSeconds)
    {
        var total = own.Usage + others.Usage;
        var (bytes, byteLine, byteSeconds) = Demand(
            pool.QuotaBytes, total.Bytes, own.Usage.Bytes, own.WriteBytesPerSecond + others.WriteBytesPerSecond, reactionSeconds, pool.LowPercent);

        // Empty directories go by themselves, and others empty as their files go: as many of them as of the files. What is still missing then shows at the next look.
        var inodes = total.Inodes - total.EmptyDirectories;
        var (files, _, fileSeconds) = Demand(
            pool.QuotaInodes, inodes, own.Usage.Files, own.WriteInodesPerSecond + others.WriteInodesPerSecond, reactionSeconds, pool.LowPercent);
        return new QuotaDemand(
            bytes,
            files,
            bytes > 0 ? SweepReason.ByteQuota : SweepReason.InodeQuota,
            byteLine,
            byteSeconds is { } one && fileSeconds is { } two ? Math.Min(one, two) : byteSeconds ?? fileSeconds);
    }

    private static (long Demand, long? Line, double? Seconds) Demand(long? quota, long total, long own, double perSecond, double reaction, double lowPercent)
    {
        if (quota is not { } most)
            return (0, null, null);
        var line = StopLine.Of(most, perSecond, reaction, lowPercent);
        if (total <= line.At)
            return (0, line.At, perSecond > 0 ? (line.At - total) / perSecond : null);

        // Everyone frees as much of it as its share is of the whole: shares are cut by hash, so their ages are alike.
        return ((long)Math.Ceiling((total - line.Target) * ((double)own / Math.Max(1, total))), line.At, 0);
    }
}
