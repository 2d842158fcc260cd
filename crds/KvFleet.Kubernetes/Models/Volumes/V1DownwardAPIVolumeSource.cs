namespace KvFleet.Kubernetes.Models;

/// <summary>Fields of the pod as a volume.</summary>
public sealed class V1DownwardAPIVolumeSource
{
    /// <summary>The files.</summary>
    public IList<V1DownwardAPIVolumeFile>? Items { get; set; }

    /// <summary>File mode bits; not in projections.</summary>
    public int? DefaultMode { get; set; }
}
