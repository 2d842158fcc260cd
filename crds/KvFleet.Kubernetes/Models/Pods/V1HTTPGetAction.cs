namespace KvFleet.Kubernetes.Models;

/// <summary>An HTTP request.</summary>
public sealed class V1HTTPGetAction
{
    /// <summary>Path.</summary>
    public string? Path { get; set; }

    /// <summary>Number or name of the port.</summary>
    public IntOrString Port { get; set; }

    /// <summary><c>HTTP</c> or <c>HTTPS</c>.</summary>
    public string? Scheme { get; set; }

    /// <summary>Host; the pod by default.</summary>
    public string? Host { get; set; }
}
