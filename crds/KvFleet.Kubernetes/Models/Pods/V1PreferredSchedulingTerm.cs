namespace KvFleet.Kubernetes.Models;

/// <summary>A wish about nodes.</summary>
public sealed class V1PreferredSchedulingTerm
{
    /// <summary>From 1 to 100.</summary>
    public int Weight { get; set; }

    /// <summary>The wish.</summary>
    public V1NodeSelectorTerm? Preference { get; set; }
}
