namespace KvFleet.Kubernetes.Models;

/// <summary>What pods of a controller are made from.</summary>
public sealed class V1PodTemplateSpec
{
    /// <summary>Labels and annotations of the pods.</summary>
    public V1ObjectMeta? Metadata { get; set; }

    /// <summary>Spec of the pods.</summary>
    public V1PodSpec? Spec { get; set; }
}
