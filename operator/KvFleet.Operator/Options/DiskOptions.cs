using System.ComponentModel.DataAnnotations;

namespace KvFleet.Operator.Options;

/// <summary>The disk of nodes that pools' values may be kept on.</summary>
public sealed class DiskOptions
{
    /// <summary>A directory on every node that has such a disk, owned by user 65532. Empty: pools get no local disk.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Whether the directory may lie on the kubelet's filesystem, which evicts pods when a cache fills it. For nodes with one disk, and for trying things out.</summary>
    public bool AllowKubeletFilesystem { get; set; }

    /// <summary>Part of the directory's filesystem that all pools may have together. The rest is for what else is there, and for the filesystem itself.</summary>
    [Range(0.01, 1)]
    public double Share { get; set; } = 0.9;

    /// <summary>Secret in the operator's namespace with keys that pools name in spec.localDisk.encryptionKey. It is mounted where it exists; nobody needs permission to read it.</summary>
    [Required]
    public string KeysSecret { get; set; } = "kvfleet-disk-keys";
}
