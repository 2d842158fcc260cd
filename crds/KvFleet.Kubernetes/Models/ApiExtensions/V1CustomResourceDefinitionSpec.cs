namespace KvFleet.Kubernetes.Models;

/// <summary>The kind and its versions.</summary>
public sealed class V1CustomResourceDefinitionSpec
{
    /// <summary>API group.</summary>
    public string Group { get; set; } = string.Empty;

    /// <summary><c>Namespaced</c> or <c>Cluster</c>.</summary>
    public string Scope { get; set; } = string.Empty;

    /// <summary>How the kind is called.</summary>
    public V1CustomResourceDefinitionNames? Names { get; set; }

    /// <summary>Its versions.</summary>
    public IList<V1CustomResourceDefinitionVersion> Versions { get; set; } = [];
}
