using KvFleet.Native;

namespace KvFleet.Store.Disk.Files;

/// <summary>
/// Keeps a tier off the filesystem that the kubelet works on: a cache that fills it makes the kubelet evict pods, and the node report disk pressure. Filesystems are
/// compared by device, so that mounts and containers do not hide that they are the same.
/// </summary>
public static class KubeletFilesystem
{
    /// <summary>Judges a directory.</summary>
    /// <param name="directory">Where the tier would be; need not exist yet, then its nearest parent counts.</param>
    /// <param name="kubeletDirectories">The kubelet's directory and the node's root as they are seen from here; those that do not exist are left out.</param>
    /// <returns>Why it may not be used; null when it may.</returns>
    public static string? Refuse(string directory, IEnumerable<string> kubeletDirectories)
    {
        var existing = directory;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { Length: > 0 } parent)
            existing = parent;
        var device = FileFacts.Of(existing).Device;
        return kubeletDirectories.Where(Directory.Exists).FirstOrDefault(kubelet => FileFacts.Of(kubelet).Device == device) is { } same
            ? $"{directory} is on the same filesystem as {same}, which the kubelet needs: a full cache there would make it evict pods. "
                + "Mount a disk of its own for the cache, or allow this filesystem explicitly."
            : null;
    }
}
