namespace KvFleet.Kubernetes.Models;

/// <summary>One source of a projected volume.</summary>
public sealed class V1VolumeProjection
{
    /// <summary>A token.</summary>
    public V1ServiceAccountTokenProjection? ServiceAccountToken { get; set; }

    /// <summary>A configuration map.</summary>
    public V1ConfigMapVolumeSource? ConfigMap { get; set; }

    /// <summary>A secret.</summary>
    public V1SecretProjection? Secret { get; set; }

    /// <summary>Fields of the pod.</summary>
    public V1DownwardAPIVolumeSource? DownwardAPI { get; set; }
}
