namespace KvFleet.Kubernetes.Models;

/// <summary>A port of addresses.</summary>
[PartialModel]
public sealed class CoreV1EndpointPort
{
    /// <summary>Its name, as the Service has it.</summary>
    public string? Name { get; set; }

    /// <summary>The port.</summary>
    public int Port { get; set; }

    /// <summary><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }
}
