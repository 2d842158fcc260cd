using System.Numerics;
using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>A memfd: anonymous memory with a descriptor that can be sealed, mapped by several processes and passed over sockets.</summary>
public sealed class MemoryFile : Descriptor
{
    private MemoryFile(nint number)
        : base(number)
    {
    }

    /// <summary>Creates a memory file of a fixed size. No page exists yet; see <see cref="SharedMapping.Populate"/>.</summary>
    /// <param name="name">Name that shows in /proc (at most 249 bytes of UTF-8); has no other meaning.</param>
    /// <param name="bytes">Size in bytes, more than 0, a multiple of <paramref name="hugePageBytes"/> if that is not 0.</param>
    /// <param name="hugePageBytes">0 for ordinary pages, else the huge page size in bytes (a power of two that the kernel offers).</param>
    /// <exception cref="NativeException">memfd_create or ftruncate failed, for example because the huge page size does not exist.</exception>
    public static MemoryFile Create(string name, long bytes, long hugePageBytes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        ArgumentOutOfRangeException.ThrowIfNegative(hugePageBytes);
        var flags = Libc.MfdCloexec | Libc.MfdAllowSealing;
        if (hugePageBytes != 0)
        {
            if (!BitOperations.IsPow2(hugePageBytes))
                throw new ArgumentException($"{hugePageBytes} is not a power of two.", nameof(hugePageBytes));
            if (bytes % hugePageBytes != 0)
                throw new ArgumentException($"{bytes} bytes are not a multiple of the huge page size {hugePageBytes}.", nameof(bytes));
            flags |= Libc.MfdHugetlb | ((uint)BitOperations.Log2((ulong)hugePageBytes) << Libc.MfdHugeShift);
        }

        var file = Open(name, flags);
        if (Libc.Ftruncate(file, bytes) == 0)
            return file;
        var failure = NativeException.FromLastError("ftruncate", $"{name}, {bytes} bytes");
        file.Dispose();
        throw failure;
    }

    /// <summary>Takes over a descriptor that came from elsewhere; nothing is verified yet (see <see cref="GetSeals"/>).</summary>
    /// <param name="descriptor">Is invalid afterwards; the memory file owns the number.</param>
    public static MemoryFile Adopt(Descriptor descriptor) => new(descriptor.Detach());

    /// <summary>Adds seals; they can never be removed.</summary>
    /// <exception cref="NativeException">EPERM when already sealed against seals.</exception>
    public void AddSeals(Seals seals) =>
        NativeException.Check(Libc.Fcntl(this, Libc.AddSealsCommand, (int)seals), "fcntl(F_ADD_SEALS)");

    /// <summary>The seals it carries.</summary>
    /// <exception cref="NativeException">EINVAL when the descriptor is not a memfd.</exception>
    public Seals GetSeals() => (Seals)NativeException.Check(Libc.Fcntl(this, Libc.GetSealsCommand, 0), "fcntl(F_GET_SEALS)");

    /// <summary>The huge page size in bytes, or 0 for ordinary pages.</summary>
    /// <exception cref="NativeException">fstatfs failed.</exception>
    public unsafe long GetHugePageBytes()
    {
        StatfsBuffer buffer;
        NativeException.Check(Libc.Fstatfs(this, &buffer), "fstatfs");
        return buffer.Type == StatfsBuffer.HugetlbMagic ? buffer.BlockSize : 0;
    }

    /// <summary>Changes the length. A sealed extent refuses it.</summary>
    /// <exception cref="NativeException">EPERM when sealed.</exception>
    public void Truncate(long bytes) => NativeException.Check(Libc.Ftruncate(this, bytes), "ftruncate", $"{bytes} bytes");

    /// <summary>Makes the pages of a range exist without mapping them (fallocate). One caller per file at a time makes progress.</summary>
    /// <exception cref="NativeException">ENOMEM or ENOSPC; the kernel has then undone the range.</exception>
    public void Allocate(long offset, long bytes)
    {
        while (Libc.Fallocate(this, 0, offset, bytes) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.EINTR)
                throw NativeException.FromLastError("fallocate", $"{bytes} bytes at {offset}");
        }
    }

    /// <summary>Gives the pages of a range back; it reads as zeros afterwards (fallocate PUNCH_HOLE). Seals do not forbid it.</summary>
    /// <exception cref="NativeException">The kernel refused, for example EPERM under <see cref="Seals.Write"/>.</exception>
    public void PunchHole(long offset, long bytes) =>
        NativeException.Check(Libc.Fallocate(this, PunchHoleKeepSize, offset, bytes), "fallocate", $"punching {bytes} bytes at {offset}");

    private const int PunchHoleKeepSize = 0x3;

    private static MemoryFile Open(string name, uint flags)
    {
        // Kernels before 6.3 do not know NOEXEC_SEAL and answer EINVAL; those with vm.memfd_noexec=2 insist on it.
        var number = Libc.MemfdCreate(name, flags | Libc.MfdNoexecSeal);
        if (number < 0 && Marshal.GetLastPInvokeError() == Errno.EINVAL)
            number = Libc.MemfdCreate(name, flags);
        return new MemoryFile(NativeException.Check(number, "memfd_create", name));
    }
}
