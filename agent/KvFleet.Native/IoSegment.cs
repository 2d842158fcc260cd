using System.Runtime.InteropServices;

namespace KvFleet.Native;

/// <summary>A piece of memory to read into or to write from: <c>struct iovec</c>.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Bytes">Length.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct IoSegment(nint Address, nint Bytes);
