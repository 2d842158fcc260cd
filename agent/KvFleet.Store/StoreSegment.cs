using System.Runtime.InteropServices;

namespace KvFleet.Store;

/// <summary>A stretch of memory that holds a part of a value.</summary>
/// <param name="Address">First byte, in this process.</param>
/// <param name="Bytes">Length.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreSegment(nint Address, int Bytes)
{
    /// <summary>The bytes. Valid as long as the lease or slot that gave it out.</summary>
    public unsafe Span<byte> Span => new((void*)Address, Bytes);
}
