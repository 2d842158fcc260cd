namespace KvFleet.Kubernetes.Models;

/// <summary>Near other pods, or away from them.</summary>
public sealed class V1PodAffinity
{
    /// <summary>What must hold.</summary>
    public IList<V1PodAffinityTerm>? RequiredDuringSchedulingIgnoredDuringExecution { get; set; }

    /// <summary>What should hold.</summary>
    public IList<V1WeightedPodAffinityTerm>? PreferredDuringSchedulingIgnoredDuringExecution { get; set; }
}
