using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary>fanotify: who reads which files.</summary>
internal static unsafe partial class Libc
{
    internal const uint FanotifyCloseOnExec = 0x1;
    internal const uint FanotifyNonblocking = 0x2;
    internal const uint FanotifyMarkAdd = 0x1;
    internal const uint FanotifyMarkIgnored = 0x20;
    internal const uint FanotifyMarkFlush = 0x80;
    internal const uint FanotifyMarkFilesystem = 0x100;

    /// <summary>Since Linux 5.19: the mark does not keep the inode in memory.</summary>
    internal const uint FanotifyMarkEvictable = 0x200;
    internal const ulong FanotifyCloseWithoutWrite = 0x10;
    internal const ulong FanotifyOverflow = 0x4000;

    internal const uint OpenNoAccessTime = 0x40000;

    [LibraryImport(Library, EntryPoint = "fanotify_init", SetLastError = true)]
    internal static partial int FanotifyInitialize(uint flags, uint fileFlags);

    [LibraryImport(Library, EntryPoint = "fanotify_mark", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int FanotifyMark(SafeHandle queue, uint flags, ulong mask, int directory, string path);

    [LibraryImport(Library, EntryPoint = "fanotify_mark", SetLastError = true)]
    internal static partial int FanotifyMark(SafeHandle queue, uint flags, ulong mask, int file, nint path);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeHandle descriptor, byte* buffer, nuint count);
}
