using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>One pool on a filesystem.</summary>
public sealed class FilesystemPoolStatus
{
    /// <summary>Namespace of the pool.</summary>
    [Required]
    public string Namespace { get; set; } = "";

    /// <summary>Name of the pool.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Its directory, from the root of the filesystem.</summary>
    public string? Directory { get; set; }

    /// <summary>Bytes it may take.</summary>
    public ResourceQuantity? Quota { get; set; }

    /// <summary>Bytes its files take. Absent while they have not been counted.</summary>
    public ResourceQuantity? Used { get; set; }

    /// <summary>Its files. Absent while they have not been counted.</summary>
    public long? Files { get; set; }
}
