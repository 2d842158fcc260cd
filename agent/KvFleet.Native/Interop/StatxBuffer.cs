using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary><c>struct statx</c> of linux/stat.h, the fields that are read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    [FieldOffset(8)]
    public ulong Attributes;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint UserId;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(48)]
    public ulong Blocks;

    [FieldOffset(56)]
    public ulong AttributesMask;

    [FieldOffset(64)]
    public long AccessSeconds;

    [FieldOffset(112)]
    public long ModificationSeconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;
}
