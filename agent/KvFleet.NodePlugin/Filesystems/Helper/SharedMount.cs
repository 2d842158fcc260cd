using KvFleet.Native;
using KvFleet.NodePlugin.Volumes;

namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>Shows a pool's directory in a volume, as a mount below the volume's own: that is what reaches pods that run already.</summary>
internal static class SharedMount
{
    private const UnixFileMode MountPoint = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Takes away what is shown, and shows the directory.</summary>
    /// <remarks>
    /// Restrictions of a mount point are copied to where it propagates, and change alone from then on. So the directory is first mounted where only this process sees it, restricted there, and only then mounted
    /// in the volume: no pod ever sees it without.
    /// </remarks>
    public static HelperResult Attach(HelperTask task)
    {
        MountNamespace.Unshare();
        var staging = Staging(task.KubeletDirectory);
        HideFromOthers("/");
        HideFromOthers(staging);
        using (var directory = PoolDirectory.Prepare(task))
        {
            Mount.Tmpfs(staging, 4096, 4, MountPoint | UnixFileMode.UserWrite, MountFlags.Safe);
            HideFromOthers(staging);
            staging = Path.Combine(staging, DriverNames.SharedDirectory);
            Directory.CreateDirectory(staging);
            Mount.Bind(directory.ProcPath, staging);
        }

        Mount.Remount(staging, MountFlags.Safe | (task.ReadOnly ? MountFlags.ReadOnly : MountFlags.None));
        Detach(task);
        using var root = PathWalk.Open(task.KubeletDirectory, task.Target);
        using var below = PathWalk.Open(task.KubeletDirectory, Path.GetDirectoryName(task.Target)!);
        if (FileFacts.Of(root.ProcPath).Device == FileFacts.Of(below.ProcPath).Device)
            return new HelperResult($"The volume at {task.Target} is gone.");
        var place = $"{root.ProcPath}/{DriverNames.SharedDirectory}";
        if (!Directory.Exists(place))
            Directory.CreateDirectory(place, MountPoint);
        using var point = root.OpenChild(DriverNames.SharedDirectory);
        Mount.Bind(staging, point.ProcPath);
        return new HelperResult();
    }

    /// <summary>Takes away what is shown, even if its server hangs.</summary>
    public static HelperResult Detach(HelperTask task)
    {
        using var root = PathWalk.Open(task.KubeletDirectory, task.Target);
        var place = Path.Combine(task.Target, DriverNames.SharedDirectory);
        while (MountTable.Find(place, "/proc/thread-self/mountinfo") is not null && Mount.Unmount($"{root.ProcPath}/{DriverNames.SharedDirectory}", detach: true))
        {
            // What an earlier attempt left below goes, too.
        }

        return new HelperResult();
    }

    private static void HideFromOthers(string place)
    {
        if (MountTable.Find(place, "/proc/thread-self/mountinfo") is not null)
            Mount.SetPropagation(place, MountPropagation.Private);
    }

    // A directory of every image that none of the mounts we touch lies in; it is hidden from this process alone.
    private static string Staging(string kubeletDirectory) => kubeletDirectory.StartsWith("/run/", StringComparison.Ordinal) ? "/tmp" : "/run";
}
