namespace KvFleet.Kubernetes.Models;

/// <summary>System call filter.</summary>
public sealed class V1SeccompProfile
{
    /// <summary><c>RuntimeDefault</c>, <c>Unconfined</c> or <c>Localhost</c>.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary>File on the node, for <c>Localhost</c>.</summary>
    public string? LocalhostProfile { get; set; }
}
