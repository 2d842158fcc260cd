namespace KvFleet.Kubernetes.Models;

/// <summary>How a machine may be used.</summary>
public sealed class V1NodeSpec
{
    /// <summary>True: cordoned, no new pods.</summary>
    public bool? Unschedulable { get; set; }

    /// <summary>What pods must tolerate.</summary>
    public IList<V1Taint>? Taints { get; set; }

    /// <summary>The cloud's name of the machine.</summary>
    public string? ProviderID { get; set; }

    /// <summary>Addresses of its pods.</summary>
    public string? PodCIDR { get; set; }
}
