namespace KvFleet.Kubernetes.Models;

/// <summary>A connection.</summary>
public sealed class V1TCPSocketAction
{
    /// <summary>Number or name of the port.</summary>
    public IntOrString Port { get; set; }

    /// <summary>Host; the pod by default.</summary>
    public string? Host { get; set; }
}
