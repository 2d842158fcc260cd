using System.Runtime.InteropServices;

namespace KvFleet.Store.Extents;

/// <summary>The kernel's name of a memory file. Two descriptors with the same identity are the same memory, whoever passed them.</summary>
/// <param name="Device">Device number of <c>fstat</c> (and of <c>/proc/PID/maps</c>).</param>
/// <param name="Inode">Inode number.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ExtentIdentity(ulong Device, ulong Inode);
