using System.Globalization;
using KvFleet.Api;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Planning;

namespace KvFleet.Operator.Inventory;

/// <summary>Recognises holder pods and reads what matters of them. Pure.</summary>
public static class HolderPodReader
{
    /// <summary>
    /// Reads a holder pod. Labels alone prove nothing, because a pool's namespace belongs to its tenant: the controlling owner must be the pool whose UID the label names.
    /// </summary>
    /// <param name="pod">Any pod.</param>
    /// <returns>What is known of it, or null if it is no holder of ours.</returns>
    public static HolderPod? Read(V1Pod pod)
    {
        if (!PodTrimming.IsOurs(pod)
            || pod.GetLabel(WellKnownLabels.Component) != ComponentNames.Holder
            || pod.GetController() is not { Kind: "KVCachePool" } owner
            || owner.Uid != pod.GetLabel(WellKnownLabels.PoolUid)
            || !long.TryParse(pod.GetAnnotation(WellKnownAnnotations.Bytes), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            || pod.GetAnnotation(WellKnownAnnotations.Node) is not { Length: > 0 } node)
        {
            return null;
        }

        var container = pod.Status?.ContainerStatuses?.FirstOrDefault();
        var disruption = Condition(pod, "DisruptionTarget");
        var scheduled = Condition(pod, "PodScheduled");
        var ended = pod.Status?.Phase is "Failed" or "Succeeded";
        return new HolderPod
        {
            Pool = new PoolKey(pod.Namespace() ?? "", owner.Name),
            PoolUid = owner.Uid,
            Name = pod.Name(),
            Uid = pod.Uid(),
            Node = node,
            Bytes = bytes,
            Kind = Kind(pod),
            Bound = pod.Spec?.NodeName is { Length: > 0 },
            Running = container?.State?.Running is not null,
            Deleting = pod.IsDeleting(),
            Ended = ended,
            EndReason = disruption is { Status: "True" } ? disruption.Reason : pod.Status?.Reason,
            EndMessage = disruption is { Status: "True" } ? disruption.Message : pod.Status?.Message,
            PendingMessage = ended ? null : Pending(scheduled, container),
            Unschedulable = scheduled is { Status: "False", Reason: "Unschedulable" },
            Restarts = container?.RestartCount ?? 0,
            LastExitReason = container?.LastState?.Terminated?.Reason,
            CreatedAt = pod.Metadata.CreationTimestamp ?? default,
        };
    }

    private static V1PodCondition? Condition(V1Pod pod, string type) => pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);

    private static string? Pending(V1PodCondition? scheduled, V1ContainerStatus? container)
    {
        if (scheduled is { Status: "False" })
            return scheduled.Message;
        return container?.State?.Waiting is { Reason: not (null or "ContainerCreating" or "PodInitializing") } waiting
            ? waiting.Message is { Length: > 0 } ? $"{waiting.Reason}: {waiting.Message}" : waiting.Reason
            : null;
    }

    private static MemoryKind Kind(V1Pod pod)
    {
        var requests = PodRequests.Effective(pod.Spec);
        if (requests.HugePages1Gi > 0)
            return MemoryKind.HugePages1Gi;
        return requests.HugePages2Mi > 0 ? MemoryKind.HugePages2Mi : MemoryKind.Regular;
    }
}
