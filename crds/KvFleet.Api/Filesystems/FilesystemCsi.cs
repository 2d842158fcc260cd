using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>An inline volume of a CSI driver that supports them.</summary>
public sealed class FilesystemCsi
{
    /// <summary>Name of the driver.</summary>
    [Required, Length(minLength: 1, maxLength: 63)]
    public string Driver { get; set; } = "";

    /// <summary>Attributes for the driver.</summary>
    public Dictionary<string, string>? VolumeAttributes { get; set; }

    /// <summary>Secret of the operator's namespace that the driver is given.</summary>
    [Length(minLength: 1, maxLength: 253)]
    public string? SecretName { get; set; }
}
