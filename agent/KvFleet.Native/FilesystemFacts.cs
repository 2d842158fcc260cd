using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>What the kernel says of the filesystem below a path.</summary>
/// <param name="TotalBytes">Its size.</param>
/// <param name="AvailableBytes">What an ordinary user may still write.</param>
/// <param name="IsMemory">Whether it is a tmpfs: no call on it waits for a device.</param>
/// <param name="IsReadOnly">Whether it is mounted read-only (ST_RDONLY).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FilesystemFacts(long TotalBytes, long AvailableBytes, bool IsMemory, bool IsReadOnly)
{
    private const long ReadOnlyFlag = 1;

    /// <summary>Bytes in use.</summary>
    public long UsedBytes { get; init; }

    /// <summary>Inodes in all; 0 where the filesystem makes them as needed.</summary>
    public long TotalInodes { get; init; }

    /// <summary>Inodes in use.</summary>
    public long UsedInodes { get; init; }

    /// <summary>Asks the kernel. May wait for the device of the filesystem.</summary>
    /// <param name="path">Anything on it.</param>
    /// <exception cref="NativeException">statfs failed.</exception>
    public static unsafe FilesystemFacts Of(string path)
    {
        StatfsBuffer buffer;
        NativeException.Check(Libc.Statfs(path, &buffer), "statfs", path);
        return new FilesystemFacts(
            (long)buffer.Blocks * buffer.BlockSize,
            (long)buffer.AvailableBlocks * buffer.BlockSize,
            buffer.Type == StatfsBuffer.TmpfsMagic,
            (buffer.Flags & ReadOnlyFlag) != 0)
        {
            UsedBytes = (long)(buffer.Blocks - buffer.FreeBlocks) * buffer.BlockSize,
            TotalInodes = (long)buffer.Inodes,
            UsedInodes = (long)(buffer.Inodes - buffer.FreeInodes),
        };
    }
}
