namespace KvFleet.Kubernetes.Models;

/// <summary>How pods are replaced.</summary>
public sealed class V1DaemonSetUpdateStrategy
{
    /// <summary><c>RollingUpdate</c> or <c>OnDelete</c>.</summary>
    public string? Type { get; set; }

    /// <summary>How many at a time.</summary>
    public V1RollingUpdate? RollingUpdate { get; set; }
}
