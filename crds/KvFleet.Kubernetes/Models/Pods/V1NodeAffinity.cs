namespace KvFleet.Kubernetes.Models;

/// <summary>Where a pod may or should run, by node.</summary>
public sealed class V1NodeAffinity
{
    /// <summary>Where it may.</summary>
    public V1NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution { get; set; }

    /// <summary>Where it should.</summary>
    public IList<V1PreferredSchedulingTerm>? PreferredDuringSchedulingIgnoredDuringExecution { get; set; }
}
