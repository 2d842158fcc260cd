using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>A PersistentVolumeClaim of the operator's namespace.</summary>
public sealed class FilesystemClaim
{
    /// <summary>Its name.</summary>
    [Required, Length(minLength: 1, maxLength: 253)]
    public string ClaimName { get; set; } = "";
}
