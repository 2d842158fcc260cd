namespace KvFleet.Kubernetes.Models;

/// <summary>A port of a Service.</summary>
[PartialModel]
public sealed class V1ServicePort
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>The port that clients use.</summary>
    public int Port { get; set; }

    /// <summary><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The port behind it, or its name.</summary>
    public IntOrString? TargetPort { get; set; }
}
