using System.Runtime.InteropServices;
using KvFleet.Native.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.Native;

/// <summary>A readable and writable shared mapping of a memory file or a part of it; unmapped (and thereby unlocked) when disposed.</summary>
public sealed class SharedMapping : SafeHandleMinusOneIsInvalid
{
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

    /// <summary>Maps a range of a memory file.</summary>
    /// <param name="file">The file; may be closed afterwards, the mapping keeps the memory.</param>
    /// <param name="offset">First byte, a multiple of the page size (of the huge page size for huge pages).</param>
    /// <param name="bytes">Length in bytes, more than 0.</param>
    /// <exception cref="NativeException">mmap failed; ENOMEM when not enough huge pages are free.</exception>
    public static unsafe SharedMapping Map(MemoryFile file, long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        var address = (nint)Libc.Mmap(0, (nuint)bytes, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, file, offset);
        return address == -1
            ? throw NativeException.FromLastError("mmap", $"{bytes} bytes at {offset}")
            : new SharedMapping(address, bytes);
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

    private nint At(long offset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, LengthBytes - offset);
        return Address + (nint)offset;
    }
}
