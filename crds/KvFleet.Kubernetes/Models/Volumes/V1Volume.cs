namespace KvFleet.Kubernetes.Models;

/// <summary>A volume of a pod.</summary>
public sealed class V1Volume
{
    /// <summary>Unique in the pod.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Inline volume of a CSI driver.</summary>
    public V1CSIVolumeSource? Csi { get; set; }

    /// <summary>Tokens, secrets and so on in one directory.</summary>
    public V1ProjectedVolumeSource? Projected { get; set; }

    /// <summary>A directory that lives as long as the pod.</summary>
    public V1EmptyDirVolumeSource? EmptyDir { get; set; }

    /// <summary>A path of the node.</summary>
    public V1HostPathVolumeSource? HostPath { get; set; }

    /// <summary>An NFS export.</summary>
    public V1NFSVolumeSource? Nfs { get; set; }

    /// <summary>A secret.</summary>
    public V1SecretVolumeSource? Secret { get; set; }

    /// <summary>A configuration map.</summary>
    public V1ConfigMapVolumeSource? ConfigMap { get; set; }

    /// <summary>Fields of the pod.</summary>
    public V1DownwardAPIVolumeSource? DownwardAPI { get; set; }

    /// <summary>A claim.</summary>
    public V1PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; set; }
}
