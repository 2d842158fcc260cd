using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Status;

/// <summary>How much a status differs from the one that is stored: phases are written at once, figures at most once a minute, and what only carries a newer time not at all. Pure.</summary>
public static class StatusChange
{
    /// <summary>Compares two states of a pool.</summary>
    /// <param name="before">What is stored; null if nothing is.</param>
    /// <param name="after">What would be written.</param>
    public static ReportChange Of(KVCachePoolStatus? before, KVCachePoolStatus after)
    {
        if (before is null || !Phases(before).SequenceEqual(Phases(after)))
            return ReportChange.Phase;
        return Same(before, after, KvFleetJsonContext.Default.KVCachePoolStatus) ? ReportChange.None : ReportChange.Figures;
    }

    /// <summary>Compares two states of a node.</summary>
    /// <param name="before">What is stored; null if nothing is.</param>
    /// <param name="after">What would be written.</param>
    public static ReportChange Of(KVCacheNodeStatus? before, KVCacheNodeStatus after)
    {
        if (before is null || !Phases(before).SequenceEqual(Phases(after)))
            return ReportChange.Phase;

        // The time of a report that says nothing new is no reason to write.
        return Same(WithoutTime(before), WithoutTime(after), KvFleetJsonContext.Default.KVCacheNodeStatus) ? ReportChange.None : ReportChange.Figures;
    }

    private static KVCacheNodeStatus WithoutTime(KVCacheNodeStatus status) => new()
    {
        ObservedGeneration = status.ObservedGeneration,
        Conditions = status.Conditions,
        AcceleratorClass = status.AcceleratorClass,
        Budget = status.Budget,
        NumaNodes = status.NumaNodes,
        Agent = status.Agent,
        BootId = status.BootId,
        Resident = status.Resident,
        LocalDisk = status.LocalDisk,
        Pools = status.Pools,
    };

    private static IEnumerable<object?> Phases(KVCachePoolStatus status)
    {
        yield return status.ObservedGeneration;
        foreach (var phase in Phases(status.Conditions))
            yield return phase;
        yield return (status.Geometry?.BytesPerToken, status.Geometry?.BlockBytes, status.Geometry?.RowStrideBytes);
        yield return (status.HostMemory?.Requested, status.HostMemory?.Assigned, Any(status.HostMemory?.Draining), Any(status.HostMemory?.Stuck));
        yield return (status.LocalDisk?.Requested, status.LocalDisk?.Assigned, status.LocalDisk?.Nodes, status.LocalDisk?.ReadyNodes);
        yield return (status.SharedFilesystem?.ClassName, status.SharedFilesystem?.Quota, status.SharedFilesystem?.Nodes, status.SharedFilesystem?.ReadyNodes, status.SharedFilesystem?.Used is null);
        yield return (status.Nodes?.Matched, status.Nodes?.Assigned, status.Nodes?.Ready, status.Nodes?.Unknown);
        yield return (status.Resp?.Port, status.Resp?.Service, status.Resp?.Nodes);
        foreach (var entry in status.AcceleratorClasses ?? [])
            yield return (entry.Name, entry.Nodes, entry.Assigned);
    }

    private static IEnumerable<object?> Phases(KVCacheNodeStatus status)
    {
        yield return (status.ObservedGeneration, status.BootId, status.AcceleratorClass?.Name);
        foreach (var phase in Phases(status.Conditions))
            yield return phase;
        yield return (status.Agent?.Version, status.Agent?.PodName);
        foreach (var pool in status.Pools ?? [])
            yield return (pool.Uid, pool.Phase, pool.Reason, pool.Assigned, Any(pool.Draining), Any(pool.Stuck), string.Join(',', pool.StuckPods ?? []), pool.LocalDisk?.Assigned, pool.LocalDisk?.Reason);
    }

    private static IEnumerable<object?> Phases(IEnumerable<V1Condition>? conditions) =>
        (conditions ?? []).Select(condition => (object?)(condition.Type, condition.Status, condition.Reason, condition.ObservedGeneration));

    // Whether something is on its way out is a phase; how much of it is a figure.
    private static bool Any(ResourceQuantity? bytes) => bytes is { } known && known > default(ResourceQuantity);

    private static bool Same<T>(T before, T after, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(before, type).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(after, type));
}
