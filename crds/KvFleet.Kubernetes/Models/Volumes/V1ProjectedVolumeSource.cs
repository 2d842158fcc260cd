namespace KvFleet.Kubernetes.Models;

/// <summary>Several sources in one directory.</summary>
public sealed class V1ProjectedVolumeSource
{
    /// <summary>File mode bits.</summary>
    public int? DefaultMode { get; set; }

    /// <summary>The sources.</summary>
    public IList<V1VolumeProjection> Sources { get; set; } = [];
}
