using KvFleet.Native.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.Native;

/// <summary>A read-only shared mapping of a memory file; unmapped when disposed. Unlike <see cref="SharedMapping"/> it works for files that are sealed against writing.</summary>
public sealed class ReadOnlyMapping : SafeHandleMinusOneIsInvalid
{
    private ReadOnlyMapping(nint address, long bytes)
        : base(ownsHandle: true)
    {
        SetHandle(address);
        LengthBytes = bytes;
    }

    /// <summary>Length in bytes.</summary>
    public long LengthBytes { get; }

    /// <summary>First address. Valid until this mapping is disposed.</summary>
    public nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    /// <summary>Maps the beginning of a memory file.</summary>
    /// <param name="file">The file; may be closed afterwards.</param>
    /// <param name="bytes">Length in bytes, more than 0; not more than the file has.</param>
    /// <exception cref="NativeException">mmap failed.</exception>
    public static unsafe ReadOnlyMapping Map(MemoryFile file, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        var mapped = (nint)Libc.Mmap(0, (nuint)bytes, Libc.ProtRead, Libc.MapShared, file, 0);
        return mapped == -1 ? throw NativeException.FromLastError("mmap", $"{bytes} bytes, read-only") : new ReadOnlyMapping(mapped, bytes);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Munmap(handle, (nuint)LengthBytes) == 0;
}
