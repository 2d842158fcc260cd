using System.Text.Json.Serialization;
using KvFleet.Api.Filesystems;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>A shared filesystem that the node shall have, and the pools that use it there.</summary>
public sealed class NodeFilesystem
{
    /// <summary>Name of the KVCacheFilesystem.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Who mounts it.</summary>
    public FilesystemSource Source { get; set; }

    /// <summary>UID of the pod that mounts it, or into which it is mounted.</summary>
    [JsonPropertyName("podUID")]
    public string? PodUid { get; set; }

    /// <summary>Directory, from its root, below which pools have theirs.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>User that pools' directories belong to and sweeping runs as.</summary>
    [RangeMinimum(0)]
    public long UserId { get; set; }

    /// <summary>Group of pools' directories; absent: they are open to every user that sees them.</summary>
    public long? GroupId { get; set; }

    /// <summary>Percent of the filesystem above which values of all pools go.</summary>
    [RangeMinimum(1), RangeMaximum(99)]
    public int HighPercent { get; set; }

    /// <summary>Percent at which that ends.</summary>
    [RangeMinimum(1), RangeMaximum(99)]
    public int LowPercent { get; set; }

    /// <summary>What says when a value was last used.</summary>
    public FilesystemAccessTimes AccessTimes { get; set; }

    /// <summary>The pools.</summary>
    public List<NodeSharedPool>? Pools { get; set; }
}
