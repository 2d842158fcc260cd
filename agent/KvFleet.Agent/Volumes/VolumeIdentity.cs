using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Volumes;

/// <summary>Who is behind a volume's socket. The kubelet vouches for it when it publishes the volume; nothing of it comes from the client.</summary>
/// <param name="VolumeId">The CSI volume id.</param>
/// <param name="PodNamespace">Namespace of the pod.</param>
/// <param name="PodName">Name of the pod.</param>
/// <param name="PodUid">Uid of the pod.</param>
/// <param name="PoolNamespace">Namespace of the pool.</param>
/// <param name="Pool">Name of the pool.</param>
/// <param name="Role">What the pod is to the pool.</param>
internal sealed record VolumeIdentity(string VolumeId, string PodNamespace, string PodName, string PodUid, string PoolNamespace, string Pool, VolumeRole Role)
{
    /// <summary>Whether the pod is of another namespace than the pool: what it may do is for the pool's owner to say.</summary>
    public bool IsGuest => PodNamespace != PoolNamespace;
}
