using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// A file that is read and written past the page cache (O_DIRECT) where its filesystem allows that. Addresses, offsets and lengths must then be multiples of
/// the device's block; 4096 serves all. Every call may wait for the device.
/// </summary>
public sealed class DirectFile : Descriptor
{
    private readonly string _path;

    private DirectFile(nint number, string path, bool isDirect)
        : base(number) => (_path, IsDirect) = (path, isDirect);

    /// <summary>Whether the page cache is left out. Some filesystems (older tmpfs, some overlays) cannot.</summary>
    public bool IsDirect { get; }

    /// <summary>Opens a file for reading and writing; the last part of the path must not be a symbolic link.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">Whether to make it (mode 0600) when it is missing.</param>
    /// <exception cref="NativeException">ENOENT, EACCES, EROFS, ENOSPC, ELOOP.</exception>
    public static DirectFile Open(string path, bool create)
    {
        var flags = Libc.OpenReadWrite | Libc.OpenNoFollow | Libc.OpenCloseOnExec | (create ? Libc.OpenCreate : 0);
        var number = Libc.Open(path, flags | Libc.OpenDirect, 0x180 /* 0600 */);
        var direct = number >= 0;
        if (!direct && Marshal.GetLastPInvokeError() == Errno.EINVAL)
            number = Libc.Open(path, flags, 0x180);
        return new DirectFile(NativeException.Check(number, "open", path), path, direct);
    }

    /// <summary>Reads once.</summary>
    /// <returns>Bytes read; fewer than asked for at the end of the file or after a signal, 0 at its end.</returns>
    /// <exception cref="NativeException">EIO; EINVAL when something is not aligned.</exception>
    public unsafe int Read(Span<byte> into, long offset)
    {
        fixed (byte* pointer = into)
        {
            nint done;
            while ((done = Libc.Pread(this, pointer, (nuint)into.Length, offset)) < 0)
                ThrowUnlessInterrupted("pread");
            return (int)done;
        }
    }

    /// <summary>Writes once.</summary>
    /// <returns>Bytes written; may be fewer than given.</returns>
    /// <exception cref="NativeException">ENOSPC, EIO, EROFS; EINVAL when something is not aligned.</exception>
    public unsafe int Write(ReadOnlySpan<byte> from, long offset)
    {
        fixed (byte* pointer = from)
        {
            nint done;
            while ((done = Libc.Pwrite(this, pointer, (nuint)from.Length, offset)) < 0)
                ThrowUnlessInterrupted("pwrite");
            return (int)done;
        }
    }

    /// <summary>Waits until what was written is on the device (fdatasync).</summary>
    /// <exception cref="NativeException">EIO: something that was written before is lost.</exception>
    public void Sync()
    {
        while (Libc.Fdatasync(this) != 0)
            ThrowUnlessInterrupted("fdatasync");
    }

    /// <summary>Gives the file a length and the blocks for it, so that writing cannot run out of space later. Filesystems without fallocate give the length alone.</summary>
    /// <exception cref="NativeException">ENOSPC, EFBIG, EROFS.</exception>
    public void Allocate(long bytes)
    {
        while (Libc.Fallocate(this, 0, 0, bytes) != 0)
        {
            if (Marshal.GetLastPInvokeError() == Errno.EOPNOTSUPP)
            {
                NativeException.Check(Libc.Ftruncate(this, bytes), "ftruncate", _path);
                return;
            }

            ThrowUnlessInterrupted("fallocate");
        }
    }

    private void ThrowUnlessInterrupted(string call)
    {
        if (Marshal.GetLastPInvokeError() != Errno.EINTR)
            throw NativeException.FromLastError(call, _path);
    }
}
