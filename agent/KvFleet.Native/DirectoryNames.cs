using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Lists the names in a directory and nothing more.</summary>
/// <remarks>
/// The enumeration of System.IO asks for the target of every symbolic link. In <c>/proc/PID/fd</c> those are the open files of other
/// processes, and one of them on a remote filesystem whose server is away would hold the caller for minutes.
/// </remarks>
public static class DirectoryNames
{
    private const int BufferBytes = 32 * 1024;
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    /// <summary>The names, in the kernel's order, without <c>.</c> and <c>..</c>.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="NativeException">ENOENT, ESRCH: gone (a process that has ended); EACCES.</exception>
    public static unsafe IReadOnlyList<string> Read(string path)
    {
        using var directory = new Descriptor(
            NativeException.Check(Libc.Open(path, Libc.OpenDirectory | Libc.OpenCloseOnExec, 0), "open", path));
        List<string> names = [];
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            fixed (byte* pointer = buffer)
            {
                nint length;
                while ((length = Libc.GetDirectoryEntries(directory, pointer, BufferBytes)) > 0)
                    Collect(buffer.AsSpan(0, (int)length), names);
                return length < 0 ? throw NativeException.FromLastError("getdents64", path) : names;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // struct linux_dirent64: u64 inode, s64 offset, u16 length of the record, u8 type, name with a closing zero.
    private static void Collect(ReadOnlySpan<byte> records, List<string> names)
    {
        while (!records.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(records[LengthOffset..]);
            var name = records[NameOffset..length];
            var text = Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
            if (text is not ("." or ".."))
                names.Add(text);
            records = records[length..];
        }
    }
}
