using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>
/// A directory of the pool's own on a shared filesystem, which pods with the pool's volume see as shared/ in it. An admin says with a KVCacheFilesystem which filesystems there are and who may use them.
/// </summary>
public sealed class PoolSharedFilesystem
{
    /// <summary>Name of the KVCacheFilesystem.</summary>
    [Required, Length(minLength: 1, maxLength: 253)]
    public string ClassName { get; set; } = "";

    /// <summary>Physical bytes that the pool's files may take over the whole fleet. Default: what the filesystem gives to pools that do not say it.</summary>
    public ResourceQuantity? Quota { get; set; }

    /// <summary>Files and directories that it may have. Default: what the filesystem gives, or no limit.</summary>
    public ResourceQuantity? Inodes { get; set; }

    /// <summary>Age below which nothing of it is deleted, for example 10m.</summary>
    [Length(minLength: 2, maxLength: 16), Pattern("^[0-9]+(s|m|h|d)$")]
    public string? MinAge { get; set; }
}
