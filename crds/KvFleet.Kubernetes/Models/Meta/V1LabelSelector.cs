namespace KvFleet.Kubernetes.Models;

/// <summary>Selects objects by labels; all that is given must hold.</summary>
public sealed class V1LabelSelector
{
    /// <summary>Labels that an object must have.</summary>
    public IDictionary<string, string>? MatchLabels { get; set; }

    /// <summary>Further requirements.</summary>
    public IList<V1LabelSelectorRequirement>? MatchExpressions { get; set; }
}
