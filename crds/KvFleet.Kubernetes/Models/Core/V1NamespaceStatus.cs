namespace KvFleet.Kubernetes.Models;

/// <summary>State of a namespace.</summary>
public sealed class V1NamespaceStatus
{
    /// <summary><c>Active</c> or <c>Terminating</c>.</summary>
    public string? Phase { get; set; }
}
