using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Volumes;

/// <summary>Who is behind a volume's socket. The kubelet vouches for it when it publishes the volume; nothing of it comes from the client.</summary>
/// <param name="VolumeId">The CSI volume id.</param>
/// <param name="PodNamespace">Namespace of the pod, and so of the pool.</param>
/// <param name="PodName">Name of the pod.</param>
/// <param name="PodUid">Uid of the pod.</param>
/// <param name="Pool">Name of the pool.</param>
/// <param name="Role">What the pod is to the pool.</param>
internal sealed record VolumeIdentity(string VolumeId, string PodNamespace, string PodName, string PodUid, string Pool, VolumeRole Role);
