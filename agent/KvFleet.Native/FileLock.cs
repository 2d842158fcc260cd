using System.Runtime.InteropServices;
using System.Text;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// An exclusive host-wide lock on a file (flock). The kernel drops it when the process ends, however it ends; the file stays and says who
/// held it last. (.NET's File cannot read it meanwhile: it asks for a lock of its own.)
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int MaxOwnerBytes = 512;
    private readonly Descriptor _file;

    private FileLock(Descriptor file) => _file = file;

    /// <summary>Tries to take the lock without waiting.</summary>
    /// <param name="path">The lock file; created (mode 0600) when missing. Its directory must exist.</param>
    /// <param name="owner">Who asks, for the next one to read; at most 512 bytes of UTF-8 are kept.</param>
    /// <param name="heldBy">Who holds it when the answer is null; empty when the holder has not said.</param>
    /// <returns>The lock, or null while somebody else holds it.</returns>
    /// <exception cref="NativeException">The file cannot be opened or locked for another reason.</exception>
    public static FileLock? TryAcquire(string path, string owner, out string heldBy)
    {
        var flags = Libc.OpenReadWrite | Libc.OpenCreate | Libc.OpenCloseOnExec;
        var file = new Descriptor(NativeException.Check(Libc.Open(path, flags, 0x180 /* 0600 */), "open", path));
        try
        {
            heldBy = "";
            if (TryLock(file, path))
            {
                WriteOwner(file, owner);
                return new FileLock(file);
            }

            heldBy = ReadOwner(file);
            file.Dispose();
            return null;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the lock.</summary>
    public void Dispose() => _file.Dispose();

    private static bool TryLock(Descriptor file, string path)
    {
        while (Libc.Flock(file, Libc.LockExclusive | Libc.LockNonblocking) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR:
                    continue;
                case Errno.EAGAIN:
                    return false;
                case var errorNumber:
                    throw new NativeException("flock", errorNumber, path);
            }
        }

        return true;
    }

    private static unsafe void WriteOwner(Descriptor file, string owner)
    {
        var text = Encoding.UTF8.GetBytes(owner);
        var length = Math.Min(text.Length, MaxOwnerBytes);
        NativeException.Check(Libc.Ftruncate(file, 0), "ftruncate");
        fixed (byte* pointer = text)
        {
            if (Libc.Pwrite(file, pointer, (nuint)length, 0) < 0)
                throw NativeException.FromLastError("pwrite");
        }
    }

    private static unsafe string ReadOwner(Descriptor file)
    {
        var buffer = stackalloc byte[MaxOwnerBytes];
        var length = Libc.Pread(file, buffer, MaxOwnerBytes, 0);
        return length < 0 ? throw NativeException.FromLastError("pread") : Encoding.UTF8.GetString(buffer, (int)length);
    }
}
