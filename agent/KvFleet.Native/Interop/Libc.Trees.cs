using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary>Calls that walk and clear directories. Names are bytes that end with a zero, descriptors plain numbers: they are made a million times a second.</summary>
internal static unsafe partial class Libc
{
    internal const int TypeDirectory = 0x4000;
    internal const int TypeRegular = 0x8000;
    internal const int AtRemoveDirectory = 0x200;
    internal const int AtStatxForceSync = 0x2000;

    /// <summary>Type, mode, links, inode, blocks, access and modification time.</summary>
    internal const uint StatxEntry = 0x1 | 0x2 | 0x4 | 0x20 | 0x40 | 0x100 | 0x400;

    internal const nint TimeNow = (1 << 30) - 1;
    internal const nint TimeOmit = (1 << 30) - 2;

    [LibraryImport(Library, EntryPoint = "openat64", SetLastError = true)]
    internal static partial int OpenAt(int directory, byte* name, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true)]
    internal static partial int StatxAt(int directory, byte* name, int flags, uint mask, StatxBuffer* buffer);

    [LibraryImport(Library, EntryPoint = "getdents64", SetLastError = true)]
    internal static partial nint GetDirectoryEntries(int directory, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int UnlinkAt(int directory, byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "futimens", SetLastError = true)]
    internal static partial int SetTimes(int descriptor, TimeSpecification* times);

    [LibraryImport(Library, EntryPoint = "utimensat", SetLastError = true)]
    internal static partial int SetTimesAt(int directory, byte* name, TimeSpecification* times, int flags);
}
