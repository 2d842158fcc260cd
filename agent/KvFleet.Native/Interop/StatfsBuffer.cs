using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary><c>struct statfs64</c>, the same on x86-64 and arm64, the fields that are read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
internal struct StatfsBuffer
{
    /// <summary>HUGETLBFS_MAGIC of linux/magic.h.</summary>
    public const long HugetlbMagic = 0x958458f6;

    /// <summary>TMPFS_MAGIC of linux/magic.h.</summary>
    public const long TmpfsMagic = 0x01021994;

    [FieldOffset(0)]
    public long Type;

    [FieldOffset(8)]
    public long BlockSize;

    [FieldOffset(16)]
    public ulong Blocks;

    [FieldOffset(24)]
    public ulong FreeBlocks;

    [FieldOffset(32)]
    public ulong AvailableBlocks;

    [FieldOffset(40)]
    public ulong Inodes;

    [FieldOffset(48)]
    public ulong FreeInodes;

    [FieldOffset(80)]
    public long Flags;
}
