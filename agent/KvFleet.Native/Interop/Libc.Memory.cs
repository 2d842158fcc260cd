using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary>Memory calls: memfd, mappings, advice, locking, NUMA policy.</summary>
internal static unsafe partial class Libc
{
    internal const string Library = "libc";

    internal const uint MfdCloexec = 0x1;
    internal const uint MfdAllowSealing = 0x2;
    internal const uint MfdHugetlb = 0x4;
    internal const uint MfdNoexecSeal = 0x8;
    internal const int MfdHugeShift = 26;

    internal const int ProtRead = 1;
    internal const int ProtWrite = 2;
    internal const int MapShared = 0x1;
    internal const int MapPrivate = 0x2;
    internal const int MapFixed = 0x10;
    internal const int MapAnonymous = 0x20;
    internal const int MapNoReserve = 0x4000;

    internal const int MadvisePopulateWrite = 23;
    internal const int MadviseCollapse = 25;

    /// <summary>glibc has no wrapper for mbind (libnuma has), so this one goes by number.</summary>
    internal static long SysMbind { get; } = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 237,
        Architecture.Arm64 => 235,
        var other => throw new PlatformNotSupportedException($"The mbind system call number of {other} is unknown."),
    };

    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MemfdCreate(string name, uint flags);

    [LibraryImport(Library, EntryPoint = "ftruncate64", SetLastError = true)]
    internal static partial int Ftruncate(SafeHandle descriptor, long length);

    [LibraryImport(Library, EntryPoint = "fallocate64", SetLastError = true)]
    internal static partial int Fallocate(SafeHandle descriptor, int mode, long offset, long length);

    [LibraryImport(Library, EntryPoint = "mmap64", SetLastError = true)]
    internal static partial void* Mmap(nint address, nuint length, int protection, int flags, SafeHandle descriptor, long offset);

    [LibraryImport(Library, EntryPoint = "mmap64", SetLastError = true)]
    internal static partial void* Mmap(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Munmap(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "madvise", SetLastError = true)]
    internal static partial int Madvise(nint address, nuint length, int advice);

    [LibraryImport(Library, EntryPoint = "mlock", SetLastError = true)]
    internal static partial int Mlock(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "munlock", SetLastError = true)]
    internal static partial int Munlock(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial long Mbind(long number, nint address, nuint length, nint mode, ulong* nodeMask, nuint maxNode, nuint flags);
}
