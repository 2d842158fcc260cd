namespace KvFleet.Kubernetes.Models;

/// <summary>A configuration map as a volume.</summary>
public sealed class V1ConfigMapVolumeSource
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Which keys; all by default.</summary>
    public IList<V1KeyToPath>? Items { get; set; }

    /// <summary>File mode bits; not in projections.</summary>
    public int? DefaultMode { get; set; }

    /// <summary>True: absence is no error.</summary>
    public bool? Optional { get; set; }
}
