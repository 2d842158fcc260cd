namespace KvFleet.Protocol.NodeChannel;

/// <summary>A shared filesystem that the node shall have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ByKubelet">Whether the kubelet mounts it into the pod; else the pod mounts it itself.</param>
/// <param name="Directory">Directory, from its root, below which everything of ours lies.</param>
/// <param name="UserId">User that pools' directories belong to and sweeping runs as.</param>
/// <param name="HighPercent">Percent of the filesystem above which values of all pools go.</param>
/// <param name="LowPercent">Percent at which that ends.</param>
/// <param name="Sweepers">How many nodes divide sweeping among them.</param>
/// <param name="Sweeper">Which of them this node is, from 0.</param>
/// <param name="PodUid">UID of the pod; null while there is none.</param>
/// <param name="GroupId">Group of pools' directories; null: open to every user that sees them.</param>
public sealed record WantedFilesystem(
    string Name, bool ByKubelet, string Directory, long UserId, int HighPercent, int LowPercent, int Sweepers, int Sweeper, string? PodUid = null, long? GroupId = null)
{
    internal string? FindFault() =>
        Checks.Text("podUid", PodUid ?? "") ?? WantedPool.Path("directory", Directory)
        ?? (UserId is < 0 or > int.MaxValue || GroupId is < 0 or > int.MaxValue ? $"filesystem '{Name}': user {UserId} and group {GroupId} must be from 0 to {int.MaxValue}" : null)
        ?? (LowPercent < 1 || HighPercent > 99 || LowPercent >= HighPercent ? $"filesystem '{Name}': watermarks {LowPercent} and {HighPercent} must lie between 1 and 99, the low one first" : null)
        ?? (Sweepers < 1 || Sweeper < 0 || Sweeper >= Sweepers ? $"filesystem '{Name}': sweeper {Sweeper} of {Sweepers} does not exist" : null);
}
