using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>One published volume, as the kubelet described it; also the journal's file format.</summary>
/// <param name="VolumeId">The CSI volume id.</param>
/// <param name="TargetPath">Where it is mounted.</param>
/// <param name="PodNamespace">Namespace of the pod.</param>
/// <param name="PodName">Name of the pod.</param>
/// <param name="PodUid">Uid of the pod.</param>
/// <param name="ServiceAccount">Service account of the pod; may be empty.</param>
/// <param name="Pool">Name of the pool.</param>
/// <param name="Role">What the volume is for.</param>
/// <param name="ReadOnly">The pod may not write to it.</param>
/// <param name="PoolNamespace">Namespace of the pool; null for the pod's own.</param>
/// <param name="NeedsShared">The pod waits until the pool's shared filesystem is there.</param>
/// <param name="Engine">Name and version of the engine, a name for a directory.</param>
internal sealed record VolumeRecord(
    string VolumeId,
    string TargetPath,
    string PodNamespace,
    string PodName,
    string PodUid,
    string ServiceAccount,
    string Pool,
    VolumeRole Role,
    bool ReadOnly,
    string? PoolNamespace = null,
    bool NeedsShared = false,
    string Engine = VolumeRecord.AnyEngine)
{
    /// <summary>The engine's version of a volume that does not say it.</summary>
    public const string AnyEngine = "any";

    /// <summary>The pool as people write it.</summary>
    public string PoolKey => $"{PoolNamespace ?? PodNamespace}/{Pool}";
}
