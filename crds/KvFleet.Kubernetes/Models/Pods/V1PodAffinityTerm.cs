namespace KvFleet.Kubernetes.Models;

/// <summary>Which pods, and how near.</summary>
public sealed class V1PodAffinityTerm
{
    /// <summary>Which pods.</summary>
    public V1LabelSelector? LabelSelector { get; set; }

    /// <summary>Node label that tells domains apart.</summary>
    public string TopologyKey { get; set; } = string.Empty;

    /// <summary>Their namespaces; the pod's own by default.</summary>
    public IList<string>? Namespaces { get; set; }
}
