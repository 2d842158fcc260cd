using KvFleet.Api;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Hosting;

/// <summary>Which changes matter for planning: heartbeats and readiness flips of other people's pods do not. Pure.</summary>
internal static class WatchFilters
{
    /// <summary>Whether an update of a Node matters.</summary>
    public static bool Matters(V1Node before, V1Node after) =>
        before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp
        || before.Spec?.Unschedulable != after.Spec?.Unschedulable
        || !Same(before.Metadata.Labels, after.Metadata.Labels)
        || !Same(before.Metadata.Annotations, after.Metadata.Annotations)
        || !Same(before.Status?.Allocatable, after.Status?.Allocatable)
        || !Same(before.Status?.Capacity, after.Status?.Capacity)
        || !(before.Spec?.Taints ?? []).Select(static taint => (taint.Key, taint.Value, taint.Effect)).SequenceEqual((after.Spec?.Taints ?? []).Select(static taint => (taint.Key, taint.Value, taint.Effect)))
        || Ready(before) != Ready(after);

    /// <summary>Whether an update of a pod matters. Of ours everything does; of others, where they are and what they request.</summary>
    public static bool Matters(V1Pod before, V1Pod after) =>
        PodTrimming.IsOurs(before) || PodTrimming.IsOurs(after)
        || before.Spec?.NodeName != after.Spec?.NodeName
        || before.Status?.NominatedNodeName != after.Status?.NominatedNodeName
        || before.Status?.Phase != after.Status?.Phase
        || PodRequests.Effective(before.Spec) != PodRequests.Effective(after.Spec);

    /// <summary>Whether an update of a namespace matters.</summary>
    public static bool Matters(V1Namespace before, V1Namespace after) => before.GetAnnotation(WellKnownAnnotations.HostMemoryCap) != after.GetAnnotation(WellKnownAnnotations.HostMemoryCap);

    private static (string? Status, string? Message) Ready(V1Node node)
    {
        var ready = node.Status?.Conditions?.FirstOrDefault(static condition => condition.Type == "Ready");
        return (ready?.Status, ready?.Message);
    }

    private static bool Same<T>(IDictionary<string, T>? left, IDictionary<string, T>? right)
    {
        if ((left?.Count ?? 0) != (right?.Count ?? 0))
            return false;
        return left is null || right is null || left.All(pair => right.TryGetValue(pair.Key, out var value) && EqualityComparer<T>.Default.Equals(pair.Value, value));
    }
}
