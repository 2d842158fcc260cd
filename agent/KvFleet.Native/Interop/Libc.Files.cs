using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary>Calls on descriptors, paths and mounts.</summary>
internal static unsafe partial class Libc
{
    // Three of the flags of open have other numbers on arm64.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    internal const int AddSealsCommand = 1033;
    internal const int GetSealsCommand = 1034;

    internal const int OpenReadWrite = 0x2;
    internal const int OpenNonblocking = 0x800;
    internal const int OpenCreate = 0x40;
    internal const int OpenPath = 0x200000;
    internal static readonly int OpenDirectory = IsArm ? 0x4000 : 0x10000;
    internal static readonly int OpenNoFollow = IsArm ? 0x8000 : 0x20000;
    internal static readonly int OpenDirect = IsArm ? 0x10000 : 0x4000;
    internal const int OpenCloseOnExec = 0x80000;

    // O_RDONLY with O_LARGEFILE, which glibc leaves out on 64 bits and the kernel then misses in a descriptor that it opens itself.
    internal static readonly uint OpenReadOnlyLarge = IsArm ? 0x20000u : 0x8000u;

    internal const int TypeMask = 0xf000;
    internal const int TypeSymbolicLink = 0xa000;

    internal const int AtCurrentDirectory = -100;
    internal const int AtNoAutomount = 0x800;
    internal const int AtSymlinkNofollow = 0x100;
    internal const int AtEmptyPath = 0x1000;
    internal const uint StatxBasicStats = 0x7ff;
    internal const ulong StatxAttributeMountRoot = 0x2000;

    internal const int LockExclusive = 2;
    internal const int LockNonblocking = 4;

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(nint descriptor);

    // open and fcntl are variadic in C; on Linux x86-64 and arm64 integer variadic arguments travel like named ones.
    [LibraryImport(Library, EntryPoint = "open64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "fcntl64", SetLastError = true)]
    internal static partial int Fcntl(SafeHandle descriptor, int command, int argument);

    // statx rather than fstat: one structure layout on every architecture.
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(SafeHandle directory, string path, int flags, uint mask, StatxBuffer* buffer);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statx(int directory, string path, int flags, uint mask, StatxBuffer* buffer);

    [LibraryImport(Library, EntryPoint = "fstatfs64", SetLastError = true)]
    internal static partial int Fstatfs(SafeHandle descriptor, StatfsBuffer* buffer);

    [LibraryImport(Library, EntryPoint = "statfs64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Statfs(string path, StatfsBuffer* buffer);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    internal static partial int Fdatasync(SafeHandle descriptor);

    [LibraryImport(Library, EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Chmod(string path, uint mode);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(SafeHandle descriptor, int operation);

    [LibraryImport(Library, EntryPoint = "pread64", SetLastError = true)]
    internal static partial nint Pread(SafeHandle descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, EntryPoint = "pwrite64", SetLastError = true)]
    internal static partial nint Pwrite(SafeHandle descriptor, byte* buffer, nuint count, long offset);

    // The one of glibc since 2.30.
    [LibraryImport(Library, EntryPoint = "getdents64", SetLastError = true)]
    internal static partial nint GetDirectoryEntries(SafeHandle directory, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ReadLink(string path, byte* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string? source, string target, string? type, nuint flags, string? data);

    [LibraryImport(Library, EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(string target, int flags);
}
