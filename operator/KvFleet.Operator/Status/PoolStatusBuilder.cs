using KvFleet.Api.Conditions;
using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Model.Geometry;

namespace KvFleet.Operator.Status;

/// <summary>Makes a pool's status out of what was measured. Pure.</summary>
public static class PoolStatusBuilder
{
    /// <summary>The status.</summary>
    /// <param name="view">The pool.</param>
    /// <param name="before">The status before; conditions keep their transition times.</param>
    /// <param name="now">The present.</param>
    public static KVCachePoolStatus Build(PoolView view, KVCachePoolStatus? before, DateTimeOffset now)
    {
        var generation = view.Pool.Metadata.Generation;
        var capacity = CapacityFindings.Of(view);
        var conditions = new List<V1Condition>(before?.Conditions ?? []);
        Set(PoolConditions.Ready, ReadyFindings.Of(view, capacity));
        Set(PoolConditions.CapacityAssigned, capacity);
        Set(PoolConditions.AgentsReady, AgentFindings.Of(view));
        Set(PoolConditions.Degraded, DegradedFindings.Of(view));
        if (RespFindings.Of(view) is { } resp)
            Set(PoolConditions.RespReady, resp);
        else
            conditions.RemoveAll(static condition => condition.Type == PoolConditions.RespReady);
        if (DiskFindings.Of(view) is { } disk)
            Set(PoolConditions.LocalDiskReady, disk);
        else
            conditions.RemoveAll(static condition => condition.Type == PoolConditions.LocalDiskReady);
        if (SharedFindings.Of(view) is { } shared)
            Set(PoolConditions.SharedFilesystemReady, shared);
        else if (view.Pool.Spec.SharedFilesystem is null)
            conditions.RemoveAll(static condition => condition.Type == PoolConditions.SharedFilesystemReady);
        return new KVCachePoolStatus
        {
            ObservedGeneration = generation,
            Conditions = conditions,
            Geometry = Geometry(view) ?? before?.Geometry,
            HostMemory = Memory(view),
            LocalDisk = Disk(view),
            SharedFilesystem = SharedFindings.Status(view),
            Nodes = new PoolNodesStatus
            {
                Matched = view.Plan?.NodesMatched ?? 0,
                Assigned = view.Nodes.Count(node => node.TargetBytes > 0),
                Ready = view.Nodes.Count(node => node.Ready),
                Unknown = view.Nodes.Count(node => node.Unknown),
            },
            Reuse = ReuseStatus.Of(view),
            Resp = RespFindings.Status(view, before),
            AcceleratorClasses = Classes(view),
        };

        void Set(string type, Finding finding) => conditions.Set(type, finding.Status, finding.Reason, finding.Message, generation, now);
    }

    private static PoolGeometryStatus? Geometry(PoolView view) => view.Resolution.Pool is { } pool
        ? new PoolGeometryStatus { BytesPerToken = pool.BytesPerToken, BlockBytes = pool.Layout.BlockBytes, RowStrideBytes = pool.Layout.RowStrideBytes }
        : null;

    private static PoolHostMemoryStatus Memory(PoolView view)
    {
        var reports = view.Nodes.Where(node => node.Report is not null).Select(node => node.Report!).ToList();
        var layout = view.Resolution.Pool?.Layout;
        return new PoolHostMemoryStatus
        {
            Requested = view.Pool.Spec.Capacity,
            Assigned = ResourceQuantity.FromBytes(view.AssignedBytes),
            Resident = ResourceQuantity.FromBytes(view.ResidentBytes),
            Locked = ResourceQuantity.FromBytes(reports.Sum(report => report.LockedBytes)),
            Draining = ResourceQuantity.FromBytes(reports.Sum(report => report.DrainingBytes)),
            Stuck = ResourceQuantity.FromBytes(reports.Sum(report => report.StuckBytes)),
            Blocks = Rows(layout, reports.Select(report => report.ResidentBytes), static (rows, bytes) => rows.BlocksIn(bytes)),
            Tokens = Rows(layout, reports.Select(report => report.ResidentBytes), static (rows, bytes) => rows.TokensIn(bytes)),
        };
    }

    private static PoolLocalDiskStatus? Disk(PoolView view)
    {
        if (view.Pool.Spec.LocalDisk is null && view.DiskBytes == 0)
            return null;
        var reports = view.Nodes.Select(static node => node.Report?.LocalDisk).OfType<PoolDiskReport>().ToList();
        return new PoolLocalDiskStatus
        {
            Requested = view.Pool.Spec.LocalDisk?.Capacity ?? ResourceQuantity.FromBytes(0),
            Assigned = ResourceQuantity.FromBytes(view.DiskBytes),
            Used = ResourceQuantity.FromBytes(reports.Sum(static report => report.PhysicalBytes)),
            ValueBytes = ResourceQuantity.FromBytes(reports.Sum(static report => report.ValueBytes)),
            Values = reports.Sum(static report => report.Values),
            Nodes = view.Nodes.Count(static node => node.DiskBytes > 0),
            ReadyNodes = view.Nodes.Count(static node => node is { DiskBytes: > 0, Report.LocalDisk: { Degraded: false, CapacityBytes: > 0 } }),
        };
    }

    // A row lies on one node: what is left over on each is lost to all.
    private static long Rows(KvRowLayout? layout, IEnumerable<long> resident, Func<KvRowLayout, long, long> count) =>
        layout is null ? 0 : resident.Sum(bytes => count(layout, bytes));

    private static List<PoolAcceleratorClassStatus> Classes(PoolView view) =>
    [
        .. view.Nodes.Where(node => node.TargetBytes > 0 || node.Report?.ResidentBytes > 0)
            .GroupBy(node => node.Class.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new PoolAcceleratorClassStatus
            {
                Name = group.Key,
                Vendor = group.First().Class.Accelerators.Vendor.ToString(),
                Product = group.First().Class.Accelerators.Product is { Length: > 0 } product ? product : null,
                Nodes = group.Count(node => node.TargetBytes > 0),
                Assigned = ResourceQuantity.FromBytes(group.Sum(node => node.TargetBytes)),
                Resident = ResourceQuantity.FromBytes(group.Sum(node => node.Report?.ResidentBytes ?? 0)),
                Tiers = TierStatus.Of(view.Verdicts.For(view.Pool.Metadata.Uid ?? "", group.Key)),
            }),
    ];
}
