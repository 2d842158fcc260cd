using KvFleet.Api.Conditions;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Model;

namespace KvFleet.Operator.Status;

/// <summary>What a node's status says of its disk for pools' values. Pure.</summary>
internal static class NodeDisk
{
    /// <summary>The condition LocalDiskReady; null where the agent was given no disk, or does not say.</summary>
    public static Finding? Finding(AgentReport? report) => report?.LocalDisk switch
    {
        null => null,
        { Reason: { } reason } disk => Operator.Status.Finding.False(reason, disk.Message ?? ""),
        var disk => Operator.Status.Finding.True(ConditionReasons.AsExpected, $"{disk.Directory} can be used; its filesystem has {ByteText.Format(disk.TotalBytes)}."),
    };

    /// <summary>Its figures; null where it cannot be used.</summary>
    public static NodeLocalDiskStatus? Status(KVCacheNodeSpec? spec, AgentReport? report) => report?.LocalDisk is not { Reason: null } disk ? null : new NodeLocalDiskStatus
    {
        Size = ResourceQuantity.FromBytes(disk.TotalBytes),
        // In coarse steps: other files on it come and go all the time, and a quiet fleet writes nothing.
        Available = ResourceQuantity.FromBytes(disk.AvailableBytes / Step(disk) * Step(disk)),
        Assigned = ResourceQuantity.FromBytes((spec?.Assignments ?? []).Sum(static assignment => assignment.LocalDisk?.Bytes.ToInt64() ?? 0)),
    };

    private static long Step(NodeDiskReport disk) => Math.Max(1L << 20, disk.TotalBytes / 20 >> 20 << 20);

    /// <summary>One pool on it; null when it has nothing there.</summary>
    public static NodePoolDiskStatus? Pool(DiskAssignment? assignment, PoolDiskReport? measured) => assignment is null && measured is null ? null : new NodePoolDiskStatus
    {
        Assigned = assignment?.Bytes ?? ResourceQuantity.FromBytes(0),
        Capacity = measured is null ? null : ResourceQuantity.FromBytes(measured.CapacityBytes),
        Used = measured is null ? null : ResourceQuantity.FromBytes(measured.PhysicalBytes),
        Reason = measured?.Reason,
        Message = measured?.Message,
    };
}
