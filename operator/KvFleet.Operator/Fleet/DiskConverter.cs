using KvFleet.Api.Reports;
using KvFleet.Planning;
using KvFleet.Planning.Disks;
using KvFleet.Planning.Verdicts;

namespace KvFleet.Operator.Fleet;

/// <summary>Translates what was seen of disks into the planner's words. Pure.</summary>
/// <param name="share">Part of a filesystem that pools may have.</param>
internal sealed class DiskConverter(double share)
{
    /// <summary>A node's disk. What an agent does not say, or only just does not, is no reason to give up what lies there.</summary>
    public DiskNode Node(NodePicture node)
    {
        var report = node.Agent.Answers ? node.Agent.State!.Report : null;
        long? bytes = report switch
        {
            null => null,
            { LocalDisk: null } => 0,
            { LocalDisk: { Reason: null } disk } => (long)(disk.TotalBytes * share),
            { LocalDisk.Reason: DiskReportReasons.Refused or DiskReportReasons.NotConfigured } => 0,
            _ => null,
        };
        return new DiskNode(node.Name, bytes);
    }

    /// <summary>A pool's wishes. Where its disk does not pay it wants none. One that is paused, or cannot be understood, keeps what it has.</summary>
    public static DiskPool Pool(PoolPicture pool, Plan plan, FleetMode mode, IReadOnlyList<NodePicture> nodes, VerdictTable verdicts)
    {
        var resolved = pool.Resolution.Pool;
        var wanted = pool.Deleting ? null : resolved?.LocalDisk;
        var unpaid = nodes.Where(node => verdicts.DoesNotPay(pool.Uid, node.Class.Name, StorageTier.LocalDisk)).Select(static node => node.Name).ToHashSet(StringComparer.Ordinal);
        return new DiskPool
        {
            Uid = pool.Uid,
            CapacityBytes = wanted?.CapacityBytes ?? 0,
            PerNodeMinBytes = wanted?.MinPerNodeBytes ?? 0,
            PerNodeMaxBytes = wanted?.MaxPerNodeBytes,
            Weight = resolved?.Weight ?? 1,
            HostMemory = (plan.ForPool(pool.Key)?.Assignments ?? []).Where(assignment => assignment.Bytes > 0 && !unpaid.Contains(assignment.Node)).ToDictionary(static assignment => assignment.Node, static assignment => assignment.Bytes, StringComparer.Ordinal),
            Current = Current(pool.Uid, nodes),
            Fixed = !pool.Deleting && mode != FleetMode.DrainAll && (resolved is null || resolved.Paused || mode == FleetMode.Freeze),
        };
    }

    private static Dictionary<string, long> Current(string poolUid, IReadOnlyList<NodePicture> nodes)
    {
        var current = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (node.Object?.Spec.Assignments?.FirstOrDefault(assignment => assignment.Pool.Uid == poolUid)?.LocalDisk is { } disk)
                current[node.Name] = disk.Bytes.ToInt64();
        }

        return current;
    }
}
