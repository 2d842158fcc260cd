using System.Text;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Reads symbolic links without touching what they point to.</summary>
public static class SymbolicLink
{
    private const int MaxTargetBytes = 4096;

    /// <summary>What a link points to; longer targets than 4096 bytes are cut.</summary>
    /// <param name="path">The link.</param>
    /// <exception cref="NativeException">EINVAL when it is no link; ENOENT; EACCES.</exception>
    public static unsafe string Read(string path)
    {
        var buffer = stackalloc byte[MaxTargetBytes];
        var length = Libc.ReadLink(path, buffer, MaxTargetBytes);
        return length < 0 ? throw NativeException.FromLastError("readlink", path) : Encoding.UTF8.GetString(buffer, (int)length);
    }
}
