namespace KvFleet.Kubernetes.Models;

/// <summary>Who reported an event.</summary>
public sealed class V1EventSource
{
    /// <summary>The component.</summary>
    public string? Component { get; set; }

    /// <summary>The node.</summary>
    public string? Host { get; set; }
}
