namespace KvFleet.Kubernetes.Models;

/// <summary>What a container needs and may use at most.</summary>
public sealed class V1ResourceRequirements
{
    /// <summary>What the scheduler sets aside.</summary>
    public IDictionary<string, ResourceQuantity>? Requests { get; set; }

    /// <summary>What the kernel enforces.</summary>
    public IDictionary<string, ResourceQuantity>? Limits { get; set; }
}
