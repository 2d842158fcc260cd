namespace KvFleet.Kubernetes.Models;

/// <summary>A path of the node.</summary>
public sealed class V1HostPathVolumeSource
{
    /// <summary>The path.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>What must be there, for example <c>DirectoryOrCreate</c>.</summary>
    public string? Type { get; set; }
}
