using KvFleet.Native.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.Native;

/// <summary>
/// Reserved address space into which memory files are mapped side by side, so that a place in the range is an address. What is not mapped cannot be touched.
/// Unmapped as a whole when disposed.
/// </summary>
public sealed class MappedRange : SafeHandleMinusOneIsInvalid
{
    private MappedRange(nint address, long bytes)
        : base(ownsHandle: true)
    {
        SetHandle(address);
        LengthBytes = bytes;
    }

    /// <summary>Length in bytes.</summary>
    public long LengthBytes { get; }

    /// <summary>First address, a multiple of 2 MiB. Valid until this range is disposed.</summary>
    public nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (handle + (nint)SharedMapping.LargePageBytes - 1) & -(nint)SharedMapping.LargePageBytes;
        }
    }

    /// <summary>Reserves address space; it costs no memory.</summary>
    /// <param name="bytes">Length in bytes, more than 0.</param>
    /// <exception cref="NativeException">ENOMEM: the address space is limited (ulimit -v).</exception>
    public static MappedRange Reserve(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return new MappedRange(MapNothing(0, 0, bytes + SharedMapping.LargePageBytes), bytes);
    }

    /// <summary>Maps a memory file, readable and writable, shared.</summary>
    /// <param name="file">The file; may be closed afterwards.</param>
    /// <param name="offset">Its place in the range, a multiple of the page size.</param>
    /// <param name="bytes">Length in bytes.</param>
    /// <exception cref="NativeException">mmap failed.</exception>
    public unsafe void Map(MemoryFile file, long offset, long bytes)
    {
        Check(offset, bytes);
        if ((nint)Libc.Mmap(Address + (nint)offset, (nuint)bytes, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared | Libc.MapFixed, file, 0) == -1)
            throw NativeException.FromLastError("mmap", $"{bytes} bytes at {offset} of a reserved range");
    }

    /// <summary>Takes a mapping away; its place stays reserved.</summary>
    /// <param name="offset">Its place in the range.</param>
    /// <param name="bytes">Length in bytes.</param>
    /// <exception cref="NativeException">mmap failed.</exception>
    public void Unmap(long offset, long bytes)
    {
        Check(offset, bytes);
        MapNothing(Address + (nint)offset, Libc.MapFixed, bytes);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Munmap(handle, (nuint)(LengthBytes + SharedMapping.LargePageBytes)) == 0;

    private static unsafe nint MapNothing(nint address, int flags, long bytes)
    {
        var mapped = (nint)Libc.Mmap(address, (nuint)bytes, 0, Libc.MapPrivate | Libc.MapAnonymous | Libc.MapNoReserve | flags, -1, 0);
        return mapped == -1 ? throw NativeException.FromLastError("mmap", $"{bytes} bytes of address space") : mapped;
    }

    private void Check(long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, LengthBytes - offset);
        if (offset % Environment.SystemPageSize != 0)
            throw new ArgumentException($"{offset} is no multiple of the page size.", nameof(offset));
    }
}
