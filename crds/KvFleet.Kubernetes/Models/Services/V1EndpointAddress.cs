namespace KvFleet.Kubernetes.Models;

/// <summary>One address.</summary>
[PartialModel]
public sealed class V1EndpointAddress
{
    /// <summary>The address, IPv4 or IPv6.</summary>
    public string? Ip { get; set; }

    /// <summary>The node it is on.</summary>
    public string? NodeName { get; set; }
}
