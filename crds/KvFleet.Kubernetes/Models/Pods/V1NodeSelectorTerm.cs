namespace KvFleet.Kubernetes.Models;

/// <summary>Requirements on a node; all must hold.</summary>
public sealed class V1NodeSelectorTerm
{
    /// <summary>On labels.</summary>
    public IList<V1NodeSelectorRequirement>? MatchExpressions { get; set; }

    /// <summary>On fields; <c>metadata.name</c> is the only one.</summary>
    public IList<V1NodeSelectorRequirement>? MatchFields { get; set; }
}
