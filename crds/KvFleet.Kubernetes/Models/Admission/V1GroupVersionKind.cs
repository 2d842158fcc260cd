namespace KvFleet.Kubernetes.Models;

/// <summary>A kind.</summary>
public sealed class V1GroupVersionKind
{
    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; set; } = string.Empty;

    /// <summary>Version.</summary>
    public string Version { get; set; } = string.Empty;

    /// <summary>Kind.</summary>
    public string Kind { get; set; } = string.Empty;
}
