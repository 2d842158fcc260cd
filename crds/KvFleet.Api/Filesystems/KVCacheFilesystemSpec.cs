using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>Where the filesystem comes from, who may use it, and how full it may get. Exactly one of pvc, nfs, csi and mount.</summary>
[ValidationRule(
    "(has(self.pvc) ? 1 : 0) + (has(self.nfs) ? 1 : 0) + (has(self.csi) ? 1 : 0) + (has(self.mount) ? 1 : 0) == 1", message: "set exactly one of pvc, nfs, csi and mount")]
public sealed class KVCacheFilesystemSpec
{
    /// <summary>A PersistentVolumeClaim of the operator's namespace, mounted by the kubelet. It must allow several nodes at once (ReadWriteMany).</summary>
    public FilesystemClaim? Pvc { get; set; }

    /// <summary>An NFS export, mounted by the kubelet with the node's own client.</summary>
    public FilesystemNfs? Nfs { get; set; }

    /// <summary>An inline volume of a CSI driver, mounted by the kubelet.</summary>
    public FilesystemCsi? Csi { get; set; }

    /// <summary>Anything that mount(8) of an image can mount. It runs in a privileged pod of its own on each node, which updates of the agents never touch.</summary>
    public FilesystemMount? Mount { get; set; }

    /// <summary>Directory of the filesystem below which pools get theirs. It is made if the user of userId may make it.</summary>
    [Length(minLength: 1, maxLength: 512), DefaultValue("kvfleet")]
    public string? Directory { get; set; }

    /// <summary>User that pools' directories belong to and that sweeping runs as. It must be able to delete what engines write: root, unless the server maps root to nobody; then the user that engines run as.</summary>
    [RangeMinimum(0), RangeMaximum(2147483647), DefaultValue(0)]
    public long? UserId { get; set; }

    /// <summary>
    /// Group that pools' directories belong to: only pods in it (securityContext.supplementalGroups) can use them, and new files inherit it. Absent: every user of a pod that has the pool's volume can; other pods
    /// do not see the directory in either case.
    /// </summary>
    [RangeMinimum(1), RangeMaximum(2147483647)]
    public long? GroupId { get; set; }

    /// <summary>How full the filesystem as a whole may get.</summary>
    public FilesystemWatermarks? Watermarks { get; set; }

    /// <summary>What says when a value was last used.</summary>
    [DefaultValue("Recorded")]
    public FilesystemAccessTimes? AccessTimes { get; set; }

    /// <summary>What a pool gets that does not say it.</summary>
    public FilesystemDefaults? Defaults { get; set; }

    /// <summary>
    /// Namespaces whose pools may use the filesystem; "*" for all. A namespace that is not listed may use it, too, when its service accounts were granted the verb use on it: RBAC decides then (a RoleBinding
    /// of the group system:serviceaccounts:NAMESPACE).
    /// </summary>
    [Items(maxItems: 1024)]
    public List<string>? AllowedNamespaces { get; set; }

    /// <summary>Labels a node must have to mount it. Empty: every node of a pool that uses it.</summary>
    public Dictionary<string, string>? NodeSelector { get; set; }
}
