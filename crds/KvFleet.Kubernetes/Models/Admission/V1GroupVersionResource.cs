namespace KvFleet.Kubernetes.Models;

/// <summary>A resource.</summary>
public sealed class V1GroupVersionResource
{
    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; set; } = string.Empty;

    /// <summary>Version.</summary>
    public string Version { get; set; } = string.Empty;

    /// <summary>Plural name.</summary>
    public string Resource { get; set; } = string.Empty;
}
