namespace KvFleet.Kubernetes.Models;

/// <summary>A wish about other pods.</summary>
public sealed class V1WeightedPodAffinityTerm
{
    /// <summary>From 1 to 100.</summary>
    public int Weight { get; set; }

    /// <summary>The wish.</summary>
    public V1PodAffinityTerm? PodAffinityTerm { get; set; }
}
