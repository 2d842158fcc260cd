using KvFleet.Protocol.Volume;

namespace KvFleet.Protocol.NodeChannel;

/// <summary>Node to serve: the kubelet has published a volume. Comes with its listening sockets, on which serve accepts: the main one, and for an engine's volume that of the Redis protocol.</summary>
/// <param name="VolumeId">The CSI volume id.</param>
/// <param name="PodNamespace">Namespace of the pod.</param>
/// <param name="PodName">Name of the pod.</param>
/// <param name="PodUid">Uid of the pod.</param>
/// <param name="ServiceAccount">Service account of the pod.</param>
/// <param name="Pool">Name of the pool that the volume asks for.</param>
/// <param name="Role">What the volume is for.</param>
/// <param name="PoolNamespace">Namespace of the pool; null for the pod's own.</param>
public sealed record VolumePublished(string VolumeId, string PodNamespace, string PodName, string PodUid, string ServiceAccount, string Pool, VolumeRole Role, string? PoolNamespace = null)
    : NodeMessage
{
    internal override int DescriptorCount => Role == VolumeRole.Engine ? 2 : 1;

    internal override string? FindFault() =>
        Checks.Name("volumeId", VolumeId) ?? Checks.Name("podNamespace", PodNamespace) ?? Checks.Name("podName", PodName)
        ?? Checks.Name("podUid", PodUid) ?? Checks.Name("pool", Pool) ?? (PoolNamespace is null ? null : Checks.Name("poolNamespace", PoolNamespace)) ?? Checks.Text("serviceAccount", ServiceAccount);
}
