using KvFleet.Api.Reports;
using KvFleet.Store.Extents.Mappers;
using WirePhase = KvFleet.Api.Reports.HolderPhase;

namespace KvFleet.Agent.Reports;

/// <summary>From a snapshot to the report that the operator reads. Pure.</summary>
internal static class ReportBuilder
{
    public static AgentReport Build(AgentFacts facts, NodeSnapshot snapshot, long sequence, DateTimeOffset now) => new()
    {
        Sequence = sequence,
        NodeName = facts.NodeName,
        BootId = facts.BootId,
        AgentVersion = facts.Version,
        StartedAt = facts.StartedAt,
        ReportedAt = now,
        ObservedNodeGeneration = snapshot.ObservedGeneration,
        MemoryTotalBytes = facts.MemoryTotalBytes,
        NumaNodes = [.. facts.NumaNodes.Select(static node => new NumaNodeReport(node.Id, node.MemoryBytes))],
        NodeContainerConnected = snapshot.NodeContainerConnected,
        LocalDisk = snapshot.Disk is { } disk
            ? new NodeDiskReport { Directory = disk.Directory, TotalBytes = disk.TotalBytes, AvailableBytes = disk.AvailableBytes, Reason = disk.Reason, Message = disk.Message }
            : null,
        Accelerators = snapshot.Measurements.Accelerators,
        Bandwidth = snapshot.Measurements.Bandwidth,
        Filesystems = snapshot.Filesystems,
        Pools = [.. snapshot.Pools.Select(Build)],
    };

    private static PoolReport Build(PoolSnapshot pool)
    {
        var (phase, reason, message) = PoolVerdict.Of(pool);
        return new PoolReport
        {
            Namespace = pool.Key.Namespace,
            Name = pool.Key.Name,
            Uid = pool.Key.Uid,
            Phase = phase,
            ResidentBytes = pool.Holders.Sum(static holder => holder.State.ResidentBytes),
            LockedBytes = pool.Holders.Sum(static holder => holder.State.LockedBytes),
            DrainingBytes = DrainingBytes(pool),
            StuckBytes = pool.Verdict.StuckBytes,
            Reason = reason,
            Message = message,
            Resp = pool.Resp,
            Holders = [.. pool.Holders.Select(Build)],
            Mappers = [.. pool.Mappers.Select(Build)],
            LocalDisk = Build(pool.Disk),
            Reuse = pool.Reuse?.Report(),
            Stuck = [.. pool.Verdict.Stuck.Select(stuck => Build(stuck, pool))],
        };
    }

    /// <summary>What holders are giving back, and what mappers keep of holders that are gone.</summary>
    public static long DrainingBytes(PoolSnapshot pool) =>
        pool.Holders.Where(static holder => holder.State.Phase == Store.Extents.Holders.HolderPhase.Draining).Sum(static holder => holder.State.ResidentBytes)
        + pool.Revoked.Where(static extent => extent.State == PoolExtentState.Orphaned).Sum(static extent => extent.Bytes);

    private static PoolDiskReport? Build(DiskSnapshot? disk) => disk is null ? null : new PoolDiskReport
    {
        CapacityBytes = disk.Tier?.CapacityBytes ?? 0,
        PhysicalBytes = disk.Tier?.PhysicalBytes ?? 0,
        ValueBytes = disk.Tier?.ValueBytes ?? 0,
        Values = disk.Tier?.Keys ?? 0,
        Reason = disk.Reason,
        Message = disk.Message,
        Degraded = disk.IsDegraded,
    };

    private static HolderReport Build(HolderSnapshot holder) => new()
    {
        Name = holder.State.Key.Name,
        Uid = holder.Uid,
        VolumeId = holder.VolumeId,
        State = Translate(holder.State.Phase),
        AssignedBytes = holder.AssignedBytes,
        PopulatedBytes = holder.State.Extents.Where(static extent => extent.IsWhole).Sum(static extent => extent.Plan.Bytes),
        ResidentBytes = holder.State.ResidentBytes,
        LockedBytes = holder.State.LockedBytes,
        Reason = holder.State.Reason,
        Message = holder.State.Message,
    };

    private static MapperReport Build(MapperSnapshot mapper) => new()
    {
        PodNamespace = mapper.Identity.Namespace,
        PodName = mapper.Identity.Name,
        PodUid = mapper.Identity.Uid,
        Bytes = mapper.Bytes,
        AcknowledgedRevoke = !mapper.OwesAcknowledgement,
    };

    private static StuckReport Build(StuckMapper stuck, PoolSnapshot pool)
    {
        var pod = stuck.PodUid is null ? null : pool.Pods.GetValueOrDefault(stuck.PodUid);
        return new StuckReport
        {
            PodNamespace = pod?.Namespace,
            PodName = pod?.Name,
            PodUid = stuck.PodUid,
            Pid = stuck.ProcessId,
            Command = stuck.Command,
            Bytes = stuck.Bytes,
        };
    }

    private static WirePhase Translate(Store.Extents.Holders.HolderPhase phase) => phase switch
    {
        Store.Extents.Holders.HolderPhase.Waiting => WirePhase.Waiting,
        // The policy is set between allocating and populating and takes no time worth a word of its own.
        Store.Extents.Holders.HolderPhase.Allocating or Store.Extents.Holders.HolderPhase.Preparing => WirePhase.Allocating,
        Store.Extents.Holders.HolderPhase.Populating => WirePhase.Populating,
        Store.Extents.Holders.HolderPhase.Locking => WirePhase.Locking,
        Store.Extents.Holders.HolderPhase.Ready => WirePhase.Ready,
        Store.Extents.Holders.HolderPhase.Draining => WirePhase.Draining,
        Store.Extents.Holders.HolderPhase.Drained => WirePhase.Drained,
        _ => WirePhase.Failed,
    };
}
