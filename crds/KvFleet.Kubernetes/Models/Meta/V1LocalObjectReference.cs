namespace KvFleet.Kubernetes.Models;

/// <summary>Names an object of a known kind in the same namespace.</summary>
public sealed class V1LocalObjectReference
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }
}
