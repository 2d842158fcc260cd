using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>What mount(8) is given. nosuid, nodev and noexec are always added.</summary>
public sealed class FilesystemMount
{
    /// <summary>Filesystem type, for example nfs4, lustre, ceph, glusterfs, wekafs or gpfs. The image must have the client, and for types of the kernel the node its module. Types of block devices, of memory and of the kernel's own are refused.</summary>
    [Required, Length(minLength: 2, maxLength: 32), Pattern("^[a-z][a-z0-9._-]*$")]
    public string Type { get; set; } = "";

    /// <summary>Server and export as the type writes them, for example gluster-0:/kv. Never a path of the node or a device.</summary>
    [Required, Length(minLength: 1, maxLength: 1024)]
    public string Source { get; set; } = "";

    /// <summary>Mount options, each as NAME or NAME=VALUE, out of those that are known to be harmless.</summary>
    [Items(maxItems: 64)]
    public List<string>? Options { get; set; }

    /// <summary>Image with a shell, mount(8) and the client of the type. Empty: the operator's KVFLEET_MOUNTIMAGE.</summary>
    [Length(minLength: 1, maxLength: 512)]
    public string? Image { get; set; }

    /// <summary>Secret of the operator's namespace, mounted into the pod at /etc/kvfleet/mount-secret; for options such as secretfile.</summary>
    [Length(minLength: 1, maxLength: 253)]
    public string? SecretName { get; set; }
}
