using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Finds where a shared filesystem is mounted on this node, and whether a volume shows it. Pure: it reads the table of mounts, and touches none.</summary>
/// <param name="kubeletDirectory">The kubelet's directory.</param>
internal sealed class SourceMounts(string kubeletDirectory)
{
    private static readonly string[] NotFilesystems = ["kubernetes.io~projected", "kubernetes.io~secret", "kubernetes.io~configmap", "kubernetes.io~empty-dir", "kubernetes.io~downward-api"];

    /// <summary>Directory of a filesystem that a pod mounts itself: its mount point is <c>mount</c> there, and <c>message</c> has the words of mount(8).</summary>
    public string DirectoryOf(string filesystem) => Path.Combine(kubeletDirectory, "plugins", DriverNames.Driver, "filesystems", filesystem);

    /// <summary>The mount; null while there is none.</summary>
    /// <param name="filesystem">The filesystem.</param>
    /// <param name="mounts">All mounts by place.</param>
    public MountEntry? Find(WantedFilesystem filesystem, IReadOnlyDictionary<string, MountEntry> mounts)
    {
        if (!filesystem.ByKubelet)
            return mounts.GetValueOrDefault(Path.Combine(DirectoryOf(filesystem.Name), "mount"));
        if (string.IsNullOrEmpty(filesystem.PodUid) || filesystem.PodUid.Contains('/', StringComparison.Ordinal))
            return null;
        var volumes = Path.Combine(kubeletDirectory, "pods", filesystem.PodUid, "volumes") + "/";
        return mounts.Values.Where(mount => mount.MountPoint.StartsWith(volumes, StringComparison.Ordinal) && !NotFilesystems.Contains(mount.MountPoint[volumes.Length..].Split('/')[0], StringComparer.Ordinal))
            .MinBy(static mount => mount.MountPoint, StringComparer.Ordinal);
    }

    /// <summary>Whether a volume shows a directory of exactly this filesystem: a filesystem that was mounted anew is another one.</summary>
    /// <param name="source">The filesystem's mount.</param>
    /// <param name="directory">The directory from its root.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="mounts">All mounts by place.</param>
    public static bool Shows(MountEntry source, string directory, VolumeRecord volume, IReadOnlyDictionary<string, MountEntry> mounts) =>
        mounts.TryGetValue(PlaceOf(volume), out var shown) && shown.Device == source.Device && shown.Root == $"{source.Root.TrimEnd('/')}/{directory}";

    /// <summary>Where a volume shows its pool's directory.</summary>
    public static string PlaceOf(VolumeRecord volume) => Path.Combine(volume.TargetPath, DriverNames.SharedDirectory);
}
