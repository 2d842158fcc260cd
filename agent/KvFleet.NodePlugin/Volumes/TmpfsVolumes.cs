using KvFleet.Native;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>A small tmpfs per volume: room for a socket and a page of status, and nothing that could be executed.</summary>
/// <remarks>
/// Every path is walked from the kubelet's directory, name by name, through descriptors: a symbolic link anywhere below it is refused.
/// </remarks>
/// <param name="kubeletDirectory">The kubelet's directory; every target lies below it.</param>
internal sealed class TmpfsVolumes(string kubeletDirectory) : IVolumeFilesystem
{
    private const long SizeBytes = 1024 * 1024;

    // The root, shared/, two sockets, the status, each with its successor while it is replaced, and a few for what a pod leaves there.
    private const int Inodes = 17;

    private const UnixFileMode RootMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <inheritdoc />
    public TargetState Inspect(string targetPath) => MountTable.Find(targetPath) switch
    {
        null => TargetState.Empty,
        { Type: "tmpfs", Source: DriverNames.MountSource } => TargetState.Ours,
        _ => TargetState.Foreign,
    };

    /// <inheritdoc />
    public void Attach(string targetPath, bool readOnly)
    {
        using var parent = Walk(Path.GetDirectoryName(targetPath)!);
        var name = Path.GetFileName(targetPath);
        var place = $"{parent.ProcPath}/{name}";
        Directory.CreateDirectory(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (var directory = parent.OpenChild(name))
        {
            Mount.Tmpfs(directory.ProcPath, SizeBytes, Inodes, RootMode, MountFlags.Safe | (readOnly ? MountFlags.ReadOnly : MountFlags.None));
        }

        if (readOnly)
            MakeWritable(targetPath);
    }

    /// <inheritdoc />
    /// <remarks>
    /// The flag of a mount point is copied where the mount propagates to, and changes alone from then on: the kubelet's and the pod's copy
    /// stay read-only, whatever is done to ours.
    /// </remarks>
    public void MakeWritable(string targetPath)
    {
        using var root = Walk(targetPath);
        Mount.MakeWritable(root.ProcPath, MountFlags.Safe);
    }

    /// <inheritdoc />
    public void Detach(string targetPath)
    {
        using var parent = TryWalk(Path.GetDirectoryName(targetPath)!);
        if (parent is null)
            return;
        var place = $"{parent.ProcPath}/{Path.GetFileName(targetPath)}";
        while (Inspect(targetPath) == TargetState.Ours && Mount.Unmount(place, detach: true))
        {
            // A publish that was interrupted may have left a second mount below the first.
        }

        // Only an empty directory goes: whatever else stands there is not ours, and the kubelet says so better than we could.
        if (Directory.Exists(place) && !Directory.EnumerateFileSystemEntries(place).Any())
            Directory.Delete(place);
    }

    /// <inheritdoc />
    public DirectoryHandle OpenRoot(string targetPath) => Walk(targetPath);

    private DirectoryHandle? TryWalk(string path)
    {
        try
        {
            return Walk(path);
        }
        catch (NativeException missing) when (missing.ErrorNumber == Errno.ENOENT)
        {
            return null;
        }
    }

    private DirectoryHandle Walk(string path) => PathWalk.Open(kubeletDirectory, path);
}
