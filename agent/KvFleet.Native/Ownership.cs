using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Who owns files.</summary>
public static class Ownership
{
    /// <summary>Gives a file or directory to somebody; a symbolic link is followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="userId">Its user; null to leave it.</param>
    /// <param name="groupId">Its group; null to leave it.</param>
    /// <exception cref="NativeException">EPERM where the server keeps root from it.</exception>
    public static void Change(string path, uint? userId, uint? groupId) =>
        NativeException.Check(Libc.ChangeOwner(path, userId ?? uint.MaxValue, groupId ?? uint.MaxValue), "chown", path);
}
