namespace KvFleet.Kubernetes.Models;

/// <summary>A field of the pod.</summary>
public sealed class V1ObjectFieldSelector
{
    /// <summary>For example <c>spec.nodeName</c>.</summary>
    public string FieldPath { get; set; } = string.Empty;

    /// <summary>Version that the path is of.</summary>
    public string? ApiVersion { get; set; }
}
