namespace KvFleet.Kubernetes.Models;

/// <summary>What is used of the bounds.</summary>
public sealed class V1ResourceQuotaStatus
{
    /// <summary>Bounds in force.</summary>
    public IDictionary<string, ResourceQuantity>? Hard { get; set; }

    /// <summary>What is used.</summary>
    public IDictionary<string, ResourceQuantity>? Used { get; set; }
}
