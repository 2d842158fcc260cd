namespace KvFleet.Kubernetes.Models;

/// <summary>Addresses that have all of these ports.</summary>
[PartialModel]
public sealed class V1EndpointSubset
{
    /// <summary>Those that take connections.</summary>
    public IList<V1EndpointAddress>? Addresses { get; set; }

    /// <summary>Their ports.</summary>
    public IList<CoreV1EndpointPort>? Ports { get; set; }
}
