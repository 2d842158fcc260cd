namespace KvFleet.Kubernetes.Models;

/// <summary>State of a machine.</summary>
public sealed class V1NodeStatus
{
    /// <summary>All there is.</summary>
    public IDictionary<string, ResourceQuantity>? Capacity { get; set; }

    /// <summary>What pods may request together.</summary>
    public IDictionary<string, ResourceQuantity>? Allocatable { get; set; }

    /// <summary>Aspects of its state; <c>Ready</c> is one.</summary>
    public IList<V1NodeCondition>? Conditions { get; set; }

    /// <summary>Its addresses.</summary>
    public IList<V1NodeAddress>? Addresses { get; set; }

    /// <summary>What runs on it.</summary>
    public V1NodeSystemInfo? NodeInfo { get; set; }
}
