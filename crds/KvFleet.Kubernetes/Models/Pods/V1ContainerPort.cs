namespace KvFleet.Kubernetes.Models;

/// <summary>A port of a container.</summary>
public sealed class V1ContainerPort
{
    /// <summary>Name that probes and services may use.</summary>
    public string? Name { get; set; }

    /// <summary>The port.</summary>
    public int ContainerPort { get; set; }

    /// <summary>The same on the node.</summary>
    public int? HostPort { get; set; }

    /// <summary><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }
}
