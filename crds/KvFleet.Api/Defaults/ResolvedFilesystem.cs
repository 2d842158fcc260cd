using KvFleet.Api.Filesystems;

namespace KvFleet.Api.Defaults;

/// <summary>A shared filesystem with every default filled in.</summary>
/// <param name="Directory">Directory below which pools get theirs, from the root, without a slash at either end.</param>
/// <param name="UserId">User of pools' directories and of sweeping.</param>
/// <param name="GroupId">Group of pools' directories; null: open to every user that sees them.</param>
/// <param name="HighPercent">Percent above which values of all pools go.</param>
/// <param name="LowPercent">Percent at which that ends.</param>
/// <param name="QuotaBytes">Quota of a pool that names none; null: such a pool is refused.</param>
/// <param name="Inodes">Files of a pool that names no limit; null for no limit.</param>
/// <param name="MinAge">Age below which nothing is deleted, for pools that do not say it.</param>
/// <param name="MountOptions">All options of mount(8), the forced ones included; null for a filesystem that the kubelet mounts.</param>
public sealed record ResolvedFilesystem(
    string Directory, long UserId, long? GroupId, int HighPercent, int LowPercent, long? QuotaBytes, long? Inodes, TimeSpan MinAge, IReadOnlyList<string>? MountOptions)
{
    /// <summary>What says when a value was last used.</summary>
    public FilesystemAccessTimes AccessTimes { get; init; }
}
