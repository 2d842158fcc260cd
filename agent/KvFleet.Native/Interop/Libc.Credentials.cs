using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary>Who the process is. glibc's own functions: they change all threads, the system calls one.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, EntryPoint = "setgroups", SetLastError = true)]
    internal static partial int SetGroups(nuint count, uint* groups);

    [LibraryImport(Library, EntryPoint = "setresgid", SetLastError = true)]
    internal static partial int SetGroupIds(uint real, uint effective, uint saved);

    [LibraryImport(Library, EntryPoint = "setresuid", SetLastError = true)]
    internal static partial int SetUserIds(uint real, uint effective, uint saved);

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();
}
