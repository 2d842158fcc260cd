using System.Runtime.InteropServices;
using System.Text;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Times of files, set by the filesystem's own clock where it has one.</summary>
public static unsafe class FileTimes
{
    /// <summary>Sets access and modification time of a file to now. Needs no space, so it works on a full filesystem. A symbolic link is not followed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>0 or the error.</returns>
    public static int Touch(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.SetTimesAt(Libc.AtCurrentDirectory, name, null, Libc.AtSymlinkNofollow) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>Sets access and modification time of a file. A symbolic link is not followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="accessSeconds">Access, in seconds since 1970.</param>
    /// <param name="modificationSeconds">Modification, in seconds since 1970.</param>
    /// <returns>0 or the error.</returns>
    public static int Set(string path, long accessSeconds, long modificationSeconds)
    {
        var times = stackalloc TimeSpecification[2] { new TimeSpecification { Seconds = accessSeconds }, new TimeSpecification { Seconds = modificationSeconds } };
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.SetTimesAt(Libc.AtCurrentDirectory, name, times, Libc.AtSymlinkNofollow) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }
}
