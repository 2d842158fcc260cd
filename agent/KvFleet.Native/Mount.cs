using System.Globalization;
using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Mounting and unmounting. All of it needs CAP_SYS_ADMIN except <see cref="IsMountPoint"/>.</summary>
public static class Mount
{
    private const int RemountFlag = 32;
    private const int BindFlag = 4096;
    private const int RecursiveFlag = 16384;
    private const int DetachFlag = 2;
    private const int NoFollowFlag = 8;

    /// <summary>Mounts a new tmpfs.</summary>
    /// <param name="target">An existing directory.</param>
    /// <param name="sizeBytes">Most bytes it may hold.</param>
    /// <param name="inodes">Most files it may hold.</param>
    /// <param name="mode">Permission bits of its root.</param>
    /// <param name="flags">Restrictions.</param>
    /// <param name="userId">Owner of its root; null for the caller.</param>
    /// <param name="groupId">Group of its root; null for the caller's.</param>
    /// <exception cref="NativeException">mount failed.</exception>
    public static void Tmpfs(
        string target, long sizeBytes, int inodes, UnixFileMode mode, MountFlags flags, uint? userId = null, uint? groupId = null)
    {
        var octal = Convert.ToString((int)mode, 8);
        var options = string.Create(CultureInfo.InvariantCulture, $"size={sizeBytes},nr_inodes={inodes},mode={octal}");
        if (userId is { } uid)
            options += string.Create(CultureInfo.InvariantCulture, $",uid={uid}");
        if (groupId is { } gid)
            options += string.Create(CultureInfo.InvariantCulture, $",gid={gid}");
        Attach("kvfleet", target, "tmpfs", flags, options);
    }

    /// <summary>Mounts a filesystem of a given type.</summary>
    /// <param name="source">Device, export or any text that shows in mountinfo.</param>
    /// <param name="target">An existing directory.</param>
    /// <param name="type">Filesystem type.</param>
    /// <param name="flags">Restrictions.</param>
    /// <param name="options">Options of the filesystem itself, comma separated; may be null.</param>
    /// <exception cref="NativeException">mount failed.</exception>
    public static void Attach(string source, string target, string type, MountFlags flags, string? options = null) =>
        NativeException.Check(Libc.Mount(source, target, type, (nuint)flags, options), "mount", $"{type} at {target}");

    /// <summary>Shows a file or directory at a second place.</summary>
    /// <param name="source">What to show.</param>
    /// <param name="target">An existing file or directory of the same sort.</param>
    /// <param name="recursive">Whether mounts below it come along.</param>
    /// <exception cref="NativeException">mount failed.</exception>
    public static void Bind(string source, string target, bool recursive = false)
    {
        var flags = BindFlag | (recursive ? RecursiveFlag : 0);
        NativeException.Check(Libc.Mount(source, target, null, (nuint)flags, null), "mount", $"bind {source} at {target}");
    }

    /// <summary>
    /// Changes the restrictions of one mount point, in this mount namespace alone: neither its origin, nor other binds of it, nor the copies
    /// that propagation made of it change.
    /// </summary>
    /// <exception cref="NativeException">mount failed.</exception>
    public static void Remount(string target, MountFlags flags)
    {
        var all = RemountFlag | BindFlag | (int)flags;
        NativeException.Check(Libc.Mount(null, target, null, (nuint)all, null), "mount", $"remount {target}");
    }

    /// <summary>Makes a filesystem writable that was mounted read-only, and with it this one mount point; all its other mount points stay read-only.</summary>
    /// <param name="target">The mount point.</param>
    /// <param name="flags">Restrictions of this mount point.</param>
    /// <exception cref="NativeException">mount failed.</exception>
    public static void MakeWritable(string target, MountFlags flags)
    {
        var all = RemountFlag | (int)(flags & ~MountFlags.ReadOnly);
        NativeException.Check(Libc.Mount(null, target, null, (nuint)all, null), "mount", $"remount {target}");
    }

    /// <summary>Changes how mounts below a mount point spread.</summary>
    /// <exception cref="NativeException">mount failed; EINVAL when <paramref name="target"/> is no mount point.</exception>
    public static void SetPropagation(string target, MountPropagation propagation, bool recursive = false)
    {
        var flags = (int)propagation | (recursive ? RecursiveFlag : 0);
        NativeException.Check(Libc.Mount(null, target, null, (nuint)flags, null), "mount", $"{propagation} {target}");
    }

    /// <summary>Takes the topmost mount at a place away. Symbolic links are not followed.</summary>
    /// <param name="target">The mount point.</param>
    /// <param name="detach">True to take it out of sight at once, even while it is in use.</param>
    /// <returns>False when nothing is mounted there.</returns>
    /// <exception cref="NativeException">umount2 failed; EBUSY when in use and not detached.</exception>
    public static bool Unmount(string target, bool detach = false)
    {
        if (Libc.Unmount(target, NoFollowFlag | (detach ? DetachFlag : 0)) == 0)
            return true;
        var errorNumber = Marshal.GetLastPInvokeError();
        return errorNumber is Errno.EINVAL or Errno.ENOENT ? false : throw new NativeException("umount2", errorNumber, target);
    }

    /// <summary>Whether something is mounted at exactly this path. Never waits for a remote server's answer to more than a statx.</summary>
    /// <exception cref="NativeException">The path cannot be examined for another reason than not existing.</exception>
    public static unsafe bool IsMountPoint(string path)
    {
        StatxBuffer here;
        const int Flags = Libc.AtNoAutomount | Libc.AtSymlinkNofollow;
        if (Libc.Statx(Libc.AtCurrentDirectory, path, Flags, Libc.StatxBasicStats, &here) != 0)
        {
            var errorNumber = Marshal.GetLastPInvokeError();
            return errorNumber is Errno.ENOENT or Errno.ENOTDIR ? false : throw new NativeException("statx", errorNumber, path);
        }

        if ((here.AttributesMask & Libc.StatxAttributeMountRoot) != 0)
            return (here.Attributes & Libc.StatxAttributeMountRoot) != 0;

        // Kernels before 5.8 do not say; another device than the parent's does (a bind within one filesystem stays unseen there).
        StatxBuffer above;
        NativeException.Check(
            Libc.Statx(Libc.AtCurrentDirectory, Path.Combine(path, ".."), Flags, Libc.StatxBasicStats, &above), "statx", path);
        return (here.DeviceMajor, here.DeviceMinor) != (above.DeviceMajor, above.DeviceMinor);
    }
}
