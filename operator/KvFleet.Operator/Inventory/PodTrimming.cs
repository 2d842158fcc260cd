using KvFleet.Api;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Planning;

namespace KvFleet.Operator.Inventory;

/// <summary>
/// Cuts pods down before they are stored: the operator follows every pod of the cluster, but of most it needs one number. A fleet of 1,000 nodes has some 50,000 of them.
/// </summary>
public static class PodTrimming
{
    /// <summary>What is kept: of our own pods all but managed fields and annotations of others; of any other its node, phase and effective memory requests.</summary>
    /// <param name="pod">The pod as read.</param>
    /// <returns>A pod that says the same about what the operator reads.</returns>
    public static V1Pod Trim(V1Pod pod) => IsOurs(pod) ? TrimOwn(pod) : TrimForeign(pod);

    /// <summary>Whether a pod carries our labels. Anyone can write labels: what matters is judged by owner as well.</summary>
    /// <param name="pod">The pod.</param>
    public static bool IsOurs(V1Pod pod) => pod.GetLabel(WellKnownLabels.ManagedBy) == WellKnownLabels.ApplicationName;

    private static V1Pod TrimOwn(V1Pod pod)
    {
        var requests = PodRequests.Effective(pod.Spec);
        pod.Spec = new V1PodSpec { NodeName = pod.Spec?.NodeName, Containers = [Container(requests)] };
        return pod;
    }

    private static V1Pod TrimForeign(V1Pod pod) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = pod.Metadata.Name,
            NamespaceProperty = pod.Metadata.NamespaceProperty,
            Uid = pod.Metadata.Uid,
            ResourceVersion = pod.Metadata.ResourceVersion,
        },
        Spec = new V1PodSpec { NodeName = pod.Spec?.NodeName, Containers = [Container(PodRequests.Effective(pod.Spec))] },
        Status = new V1PodStatus { Phase = pod.Status?.Phase, NominatedNodeName = pod.Status?.NominatedNodeName },
    };

    private static V1Container Container(NodeMemory requests)
    {
        var kept = new Dictionary<string, ResourceQuantity>(1, StringComparer.Ordinal);
        foreach (var kind in (ReadOnlySpan<MemoryKind>)[MemoryKind.Regular, MemoryKind.HugePages2Mi, MemoryKind.HugePages1Gi])
        {
            if (requests[kind] > 0)
                kept[PodRequests.ResourceName(kind)] = ResourceQuantity.FromBytes(requests[kind]);
        }

        return new V1Container { Resources = new V1ResourceRequirements { Requests = kept } };
    }
}
