using KvFleet.Api.Reports;

namespace KvFleet.Operator.Telemetry;

/// <summary>Compares reports of one agent. Pure.</summary>
public static class ReportComparison
{
    /// <summary>How much changed.</summary>
    /// <param name="before">The report before; null if there was none.</param>
    /// <param name="after">The new one.</param>
    public static ReportChange Compare(AgentReport? before, AgentReport after)
    {
        if (before is null || !SamePhase(before, after))
            return ReportChange.Phase;
        return SameFigures(before, after) ? ReportChange.None : ReportChange.Figures;
    }

    private static bool SamePhase(AgentReport before, AgentReport after) =>
        before.BootId == after.BootId
        && before.AgentVersion == after.AgentVersion
        && before.StartedAt == after.StartedAt
        && before.ObservedNodeGeneration == after.ObservedNodeGeneration
        && before.NodeContainerConnected == after.NodeContainerConnected
        && (before.LocalDisk?.Reason, before.LocalDisk?.TotalBytes) == (after.LocalDisk?.Reason, after.LocalDisk?.TotalBytes)
        && Same(before.Bandwidth, after.Bandwidth, static (left, right) => left == right)
        && Same(before.Accelerators, after.Accelerators, static (left, right) => left with { Link = null } == right with { Link = null })
        && Same(before.Filesystems, after.Filesystems, static (left, right) => (left.Name, left.Ready, left.Reason) == (right.Name, right.Ready, right.Reason))
        && Same(before.Pools, after.Pools, SamePhase);

    private static bool SamePhase(PoolReport before, PoolReport after) =>
        before.Uid == after.Uid
        && before.Phase == after.Phase
        && before.Reason == after.Reason
        && before.Resp == after.Resp
        && (before.LocalDisk?.Reason, before.LocalDisk?.Degraded) == (after.LocalDisk?.Reason, after.LocalDisk?.Degraded)
        && Same(before.Holders, after.Holders, static (left, right) => left.Name == right.Name && left.Uid == right.Uid && left.State == right.State && left.Reason == right.Reason)
        && Same(before.Stuck, after.Stuck, static (left, right) => left.PodUid == right.PodUid && left.Pid == right.Pid);

    private static bool SameFigures(AgentReport before, AgentReport after) =>
        before.MemoryTotalBytes == after.MemoryTotalBytes
        && before.LocalDisk == after.LocalDisk
        && Same(before.Filesystems, after.Filesystems, static (left, right) =>
            (left.Message, left.TotalBytes, left.AvailableBytes) == (right.Message, right.TotalBytes, right.AvailableBytes) && Same(left.Pools, right.Pools, static (one, other) => one == other))
        && Same(before.NumaNodes, after.NumaNodes, static (left, right) => left == right)
        && Same(before.Pools, after.Pools, SameFigures);

    private static bool SameFigures(PoolReport before, PoolReport after) =>
        (before.ResidentBytes, before.LockedBytes, before.DrainingBytes, before.StuckBytes, before.Message)
            == (after.ResidentBytes, after.LockedBytes, after.DrainingBytes, after.StuckBytes, after.Message)
        && before.LocalDisk == after.LocalDisk
        && before.Reuse?.TotalUses == after.Reuse?.TotalUses
        && Same(before.Stuck, after.Stuck, static (left, right) => left.Bytes == right.Bytes);

    private static bool Same<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, T, bool> equal)
    {
        if (before.Count != after.Count)
            return false;
        for (var index = 0; index < before.Count; index++)
        {
            if (!equal(before[index], after[index]))
                return false;
        }

        return true;
    }
}
