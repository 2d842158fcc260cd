namespace KvFleet.Kubernetes.Models;

/// <summary>Selects nodes; one term must hold.</summary>
public sealed class V1NodeSelector
{
    /// <summary>The terms.</summary>
    public IList<V1NodeSelectorTerm> NodeSelectorTerms { get; set; } = [];
}
