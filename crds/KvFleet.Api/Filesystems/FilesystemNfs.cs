using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>An NFS export.</summary>
public sealed class FilesystemNfs
{
    /// <summary>Name or address of the server.</summary>
    [Required, Length(minLength: 1, maxLength: 253)]
    public string Server { get; set; } = "";

    /// <summary>Path of the export, absolute.</summary>
    [Required, Length(minLength: 1, maxLength: 1024)]
    public string Path { get; set; } = "";
}
