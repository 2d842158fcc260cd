using System.Runtime.InteropServices;
using KvFleet.Native.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.Native;

/// <summary>A readable and writable shared mapping of a memory file or a part of it; unmapped (and thereby unlocked) when disposed.</summary>
public sealed class SharedMapping : SafeHandleMinusOneIsInvalid
{
    /// <summary>
    /// Size of the large pages that <see cref="TryCollapse"/> makes with 4 KiB base pages, on x86-64 and arm64 alike. With other base pages
    /// nothing collapses and everything works with small pages.
    /// </summary>
    public const long LargePageBytes = 2L << 20;

    private SharedMapping(nint address, long bytes)
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

    /// <summary>
    /// Maps a range of a memory file, at an address that lets the kernel map whole 2 MiB pages where the file has them: page tables of a
    /// mapping otherwise take 2 MiB a GiB.
    /// </summary>
    /// <param name="file">The file; may be closed afterwards, the mapping keeps the memory.</param>
    /// <param name="offset">First byte, a multiple of the page size (of the huge page size for huge pages).</param>
    /// <param name="bytes">Length in bytes, more than 0.</param>
    /// <exception cref="NativeException">mmap failed; ENOMEM when not enough huge pages are free.</exception>
    public static SharedMapping Map(MemoryFile file, long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        if (bytes < LargePageBytes || offset % LargePageBytes != 0 || file.GetHugePageBytes() > 0)
            return new SharedMapping(MapAt(0, 0, file, offset, bytes), bytes);

        // Address space for the worst alignment first, then the file over its aligned part, then the rest goes back.
        var reserved = Reserve(bytes + LargePageBytes);
        var aligned = (nint)((reserved + LargePageBytes - 1) & -LargePageBytes);
        try
        {
            MapAt(aligned, Libc.MapFixed, file, offset, bytes);
        }
        catch
        {
            Unmap(reserved, bytes + LargePageBytes);
            throw;
        }

        Unmap(reserved, aligned - reserved);
        var end = (aligned + (nint)bytes + Environment.SystemPageSize - 1) & -Environment.SystemPageSize;
        Unmap(end, reserved + (nint)(bytes + LargePageBytes) - end);
        return new SharedMapping(aligned, bytes);
    }

    /// <summary>Makes the pages of a range exist and maps them, as if every page were written without changing it (MADV_POPULATE_WRITE).</summary>
    /// <returns>False when the kernel does not know the advice (before 5.14): use <see cref="MemoryFile.Allocate"/> then.</returns>
    /// <exception cref="NativeException">ENOMEM, EFAULT (what a plain write would have met as SIGBUS) or EHWPOISON.</exception>
    public bool Populate(long offset, long bytes)
    {
        while (Libc.Madvise(At(offset, bytes), (nuint)bytes, Libc.MadvisePopulateWrite) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR or Errno.EAGAIN:
                    continue;
                case Errno.EINVAL:
                    return false;
                case var errorNumber:
                    throw new NativeException("madvise", errorNumber, $"populating {bytes} bytes at {offset}");
            }
        }

        return true;
    }

    /// <summary>
    /// Puts every aligned 2 MiB of a range that has at least one page into one large page, existing bytes kept, missing ones zero
    /// (MADV_COLLAPSE). Many times faster than making 512 small pages, and no promise: whatever it leaves out, populate.
    /// </summary>
    /// <param name="offset">First byte, a multiple of <see cref="LargePageBytes"/>.</param>
    /// <param name="bytes">Length in bytes; a part at its end that is smaller than a large page is left alone.</param>
    /// <returns>False when not all of it could be done: the kernel is older than 6.1, memory is too fragmented or nearly used up.</returns>
    public bool TryCollapse(long offset, long bytes) =>
        Libc.Madvise(At(offset, bytes), (nuint)(bytes & -LargePageBytes), Libc.MadviseCollapse) == 0;

    /// <summary>Sets the NUMA policy of the whole mapped range; it stays with the file and counts for pages that do not exist yet.</summary>
    /// <param name="policy">The policy. None undoes only what this same mapping has set: Linux compares with the mapping, not with the file.</param>
    /// <exception cref="NativeException">mbind failed; EPERM under a seccomp profile, EINVAL for a node without memory.</exception>
    public unsafe void SetPolicy(NumaPolicy policy)
    {
        var mask = policy.ToMask();
        // maxnode counts bits plus one: the kernel ignores the last.
        var bits = policy.Mode == NumaMode.None ? 0 : (nuint)(mask.Length * 64) + 1;
        fixed (ulong* pointer = mask)
        {
            if (Libc.Mbind(Libc.SysMbind, Address, (nuint)LengthBytes, (nint)policy.Mode, bits == 0 ? null : pointer, bits, 0) != 0)
                throw NativeException.FromLastError("mbind", policy.ToString());
        }
    }

    /// <summary>Locks the whole range in memory (mlock); pages that do not exist yet are populated by this call and charged to the caller.</summary>
    /// <exception cref="NativeException">ENOMEM or EPERM: over RLIMIT_MEMLOCK without CAP_IPC_LOCK, or out of memory.</exception>
    public void Lock()
    {
        while (Libc.Mlock(Address, (nuint)LengthBytes) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.EINTR)
                throw NativeException.FromLastError("mlock", $"{LengthBytes} bytes");
        }
    }

    /// <summary>Undoes <see cref="Lock"/>.</summary>
    /// <exception cref="NativeException">munlock failed.</exception>
    public void Unlock() => NativeException.Check(Libc.Munlock(Address, (nuint)LengthBytes), "munlock");

    /// <summary>A view of some bytes. The caller must not use it after disposing the mapping.</summary>
    public unsafe Span<byte> GetSpan(long offset, int bytes) => new((void*)At(offset, bytes), bytes);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Munmap(handle, (nuint)LengthBytes) == 0;

    private static unsafe nint MapAt(nint address, int flags, MemoryFile file, long offset, long bytes)
    {
        var mapped = (nint)Libc.Mmap(address, (nuint)bytes, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared | flags, file, offset);
        return mapped == -1 ? throw NativeException.FromLastError("mmap", $"{bytes} bytes at {offset}") : mapped;
    }

    private static unsafe nint Reserve(long bytes)
    {
        var mapped = (nint)Libc.Mmap(0, (nuint)bytes, 0, Libc.MapPrivate | Libc.MapAnonymous | Libc.MapNoReserve, -1, 0);
        return mapped == -1 ? throw NativeException.FromLastError("mmap", $"{bytes} bytes of address space") : mapped;
    }

    private static void Unmap(nint address, long bytes)
    {
        if (bytes > 0)
            NativeException.Check(Libc.Munmap(address, (nuint)bytes), "munmap");
    }

    private nint At(long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, LengthBytes - offset);
        return Address + (nint)offset;
    }
}
