using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>What the kernel says of an open file.</summary>
/// <param name="SizeBytes">Length of the file in bytes (what ftruncate set).</param>
/// <param name="ResidentBytes">Bytes of memory or disk it occupies now (st_blocks x 512); for a memfd the pages that exist, huge pages included.</param>
/// <param name="Inode">Inode number, unique within <paramref name="Device"/>.</param>
/// <param name="Device">Device number, major in the upper 32 bits, minor in the lower.</param>
/// <param name="OwnerUserId">User that owns it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileFacts(long SizeBytes, long ResidentBytes, ulong Inode, ulong Device, uint OwnerUserId)
{
    /// <summary>Asks about a file by its path; a symbolic link is followed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="NativeException">statx failed.</exception>
    public static unsafe FileFacts Of(string path)
    {
        StatxBuffer buffer;
        NativeException.Check(
            Libc.Statx(Libc.AtCurrentDirectory, path, Libc.AtNoAutomount, Libc.StatxBasicStats, &buffer), "statx", path);
        return From(buffer);
    }

    internal static FileFacts From(in StatxBuffer buffer) => new(
        (long)buffer.Size,
        (long)buffer.Blocks * 512,
        buffer.Inode,
        ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor,
        buffer.UserId);
}
