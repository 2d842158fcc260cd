namespace KvFleet.Kubernetes.Models;

/// <summary>An address of a pod.</summary>
public sealed class V1PodIP
{
    /// <summary>The address.</summary>
    public string? Ip { get; set; }
}
