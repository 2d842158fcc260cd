namespace KvFleet.Kubernetes.Models;

/// <summary>Where a pod may or should run.</summary>
public sealed class V1Affinity
{
    /// <summary>By node.</summary>
    public V1NodeAffinity? NodeAffinity { get; set; }

    /// <summary>Near other pods.</summary>
    public V1PodAffinity? PodAffinity { get; set; }

    /// <summary>Away from other pods.</summary>
    public V1PodAffinity? PodAntiAffinity { get; set; }
}
