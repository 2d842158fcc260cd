namespace KvFleet.Kubernetes.Models;

/// <summary>State of a definition.</summary>
public sealed class V1CustomResourceDefinitionStatus
{
    /// <summary>Aspects of its state; <c>Established</c> is one.</summary>
    public IList<V1Condition>? Conditions { get; set; }

    /// <summary>Versions in which objects are stored.</summary>
    public IList<string>? StoredVersions { get; set; }
}
