using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary>Calls on who a thread is to filesystems, and which mounts it sees.</summary>
internal static unsafe partial class Libc
{
    internal const int CloneNewMounts = 0x20000;

    [LibraryImport(Library, EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int flags);

    [LibraryImport(Library, EntryPoint = "setfsuid")]
    internal static partial uint SetFilesystemUser(uint userId);

    [LibraryImport(Library, EntryPoint = "setfsgid")]
    internal static partial uint SetFilesystemGroup(uint groupId);

    [LibraryImport(Library, EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(string path, uint userId, uint groupId);
}
