using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>What the kernel says of an entry of a directory, the symbolic link itself if it is one.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Inode">Inode number, unique within <paramref name="Device"/>.</param>
/// <param name="Device">Device number, major in the upper 32 bits, minor in the lower.</param>
/// <param name="Links">Number of names that it has.</param>
/// <param name="Blocks">Allocated blocks of 512 bytes.</param>
/// <param name="AccessSeconds">Last access, in seconds since 1970.</param>
/// <param name="ModificationSeconds">Last modification of content (for a directory: of its names), in seconds since 1970.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EntryFacts(
    EntryKind Kind, ulong Inode, ulong Device, uint Links, long Blocks, long AccessSeconds, long ModificationSeconds)
{
    internal static EntryFacts From(in StatxBuffer buffer) => new(
        (buffer.Mode & Libc.TypeMask) switch
        {
            Libc.TypeRegular => EntryKind.File,
            Libc.TypeDirectory => EntryKind.Directory,
            _ => EntryKind.Other,
        },
        buffer.Inode,
        ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor,
        buffer.Links,
        (long)buffer.Blocks,
        buffer.AccessSeconds,
        buffer.ModificationSeconds);
}
