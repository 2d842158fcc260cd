namespace KvFleet.Kubernetes.Models;

/// <summary>The metadata of an object of any kind, and nothing else.</summary>
public sealed class PartialObjectMetadata
{
    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The metadata.</summary>
    public V1ObjectMeta? Metadata { get; set; }
}
