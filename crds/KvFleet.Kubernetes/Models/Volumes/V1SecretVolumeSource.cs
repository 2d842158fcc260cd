namespace KvFleet.Kubernetes.Models;

/// <summary>A secret as a volume.</summary>
public sealed class V1SecretVolumeSource
{
    /// <summary>Its name.</summary>
    public string? SecretName { get; set; }

    /// <summary>Which keys; all by default.</summary>
    public IList<V1KeyToPath>? Items { get; set; }

    /// <summary>File mode bits.</summary>
    public int? DefaultMode { get; set; }

    /// <summary>True: absence is no error.</summary>
    public bool? Optional { get; set; }
}
