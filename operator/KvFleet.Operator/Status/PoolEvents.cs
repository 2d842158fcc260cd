using KvFleet.Api.Conditions;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Kubernetes.Events;

namespace KvFleet.Operator.Status;

/// <summary>What to tell a pool's users when its status changes: transitions, not figures. Pure.</summary>
public static class PoolEvents
{
    /// <summary>The events between two states.</summary>
    /// <param name="before">The status before; null or empty for a new pool.</param>
    /// <param name="after">The status now.</param>
    public static IEnumerable<(EventType Type, string Reason, string Note)> Between(KVCachePoolStatus? before, KVCachePoolStatus after)
    {
        if (Changed(before, after, PoolConditions.CapacityAssigned) is { } capacity)
            yield return (capacity.Status == "True" ? EventType.Normal : EventType.Warning, capacity.Status == "True" ? "CapacityAssigned" : capacity.Reason, capacity.Message);

        var (had, has) = (before?.HostMemory?.Assigned ?? default, after.HostMemory?.Assigned ?? default);
        if (before?.HostMemory is not null && has < had)
            yield return (EventType.Normal, "Shrunk", $"Assigned memory went from {had} to {has}.");
        else if (before?.HostMemory is not null && has > had && had > default(ResourceQuantity))
            yield return (EventType.Normal, "Grown", $"Assigned memory went from {had} to {has}.");

        if (Changed(before, after, PoolConditions.Ready) is { Status: "True" } ready)
            yield return (EventType.Normal, "Resident", ready.Message);

        if (Changed(before, after, PoolConditions.RespReady) is { } resp && (resp.Status == "True" || resp.Reason is not ConditionReasons.NotServing))
            yield return (resp.Status == "True" ? EventType.Normal : EventType.Warning, resp.Status == "True" ? "RespServing" : resp.Reason, resp.Message);

        var degraded = Changed(before, after, PoolConditions.Degraded);
        if (degraded is { Status: "True" })
            yield return (EventType.Warning, degraded.Reason, degraded.Message);
        else if (degraded is not null && before?.Conditions?.IsTrue(PoolConditions.Degraded) == true)
            yield return (EventType.Normal, "Recovered", "Everything that was degraded works again.");
    }

    private static V1Condition? Changed(KVCachePoolStatus? before, KVCachePoolStatus after, string type)
    {
        var was = before?.Conditions?.Find(type);
        var now = after.Conditions?.Find(type);
        return now is not null && (was?.Status, was?.Reason) != (now.Status, now.Reason) ? now : null;
    }
}
