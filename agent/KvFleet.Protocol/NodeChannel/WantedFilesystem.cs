namespace KvFleet.Protocol.NodeChannel;

/// <summary>A shared filesystem that the node shall have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ByKubelet">Whether the kubelet mounts it into the pod; else the pod mounts it itself.</param>
/// <param name="Directory">Directory, from its root, below which everything of ours lies.</param>
/// <param name="UserId">User that pools' directories belong to and sweeping runs as.</param>
/// <param name="HighPercent">Percent of the filesystem above which values of all pools go.</param>
/// <param name="LowPercent">Percent at which that ends.</param>
/// <param name="PodUid">UID of the pod; null while there is none.</param>
/// <param name="GroupId">Group of pools' directories; null: open to every user that sees them.</param>
/// <param name="RecordsAccesses">Whether reads are seen and written back as access times; else those of the filesystem itself count.</param>
public sealed record WantedFilesystem(
    string Name, bool ByKubelet, string Directory, long UserId, int HighPercent, int LowPercent, string? PodUid = null, long? GroupId = null, bool RecordsAccesses = false)
{
    internal string? FindFault() =>
        Checks.Text("podUid", PodUid ?? "") ?? WantedPool.Path("directory", Directory)
        ?? (UserId is < 0 or > int.MaxValue || GroupId is < 0 or > int.MaxValue ? $"filesystem '{Name}': user {UserId} and group {GroupId} must be from 0 to {int.MaxValue}" : null)
        ?? (LowPercent < 1 || HighPercent > 99 || LowPercent >= HighPercent ? $"filesystem '{Name}': watermarks {LowPercent} and {HighPercent} must lie between 1 and 99, the low one first" : null);
}
