using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// Reads one directory after the other and acts on what is in them, without an allocation for each name or directory. Symbolic links are never followed. Not for two threads at once.
/// </summary>
/// <remarks>What fails in the ordinary course of things (an entry that somebody else removed) is an error number in the result, not an exception. Every call may wait for the filesystem.</remarks>
public sealed unsafe class DirectoryCursor : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int LongestName = 255;
    private const int LengthOffset = 16;
    private const int KindOffset = 18;
    private const int NameOffset = 19;
    private static readonly int Flags = Libc.OpenDirectory | Libc.OpenNoFollow | Libc.OpenCloseOnExec;

    private readonly byte* _buffer;
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private int _descriptor = -1;
    private int _position;
    private int _filled;

    /// <summary>Makes one that has nothing open.</summary>
    public DirectoryCursor() => _buffer = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));

    /// <summary>Opens a directory by its path. Its last part must not be a symbolic link; those before it may.</summary>
    /// <param name="path">The directory.</param>
    /// <returns>0 or the error: ENOENT, ENOTDIR (also for a symbolic link), EACCES.</returns>
    public int Open(string path)
    {
        var text = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            return Open(Libc.AtCurrentDirectory, (byte*)text);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    /// <summary>Opens a directory that another cursor has come to.</summary>
    /// <param name="parent">The cursor that stands on it.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>0 or the error.</returns>
    public int Open(DirectoryCursor parent, in DirectoryEntry entry) => Open(parent._descriptor, entry.Pointer);

    /// <summary>Opens a directory by its name in another one, which must be open.</summary>
    /// <param name="parent">The other one; may be this cursor itself, which then goes down.</param>
    /// <param name="name">One name, without slash.</param>
    /// <returns>0 or the error.</returns>
    public int Open(DirectoryCursor parent, ReadOnlySpan<byte> name)
    {
        var text = stackalloc byte[LongestName + 1];
        return Terminate(name, text) ? Open(parent._descriptor, text) : Errno.ENAMETOOLONG;
    }

    /// <summary>Goes to the next name, <c>.</c> and <c>..</c> left out.</summary>
    /// <param name="entry">The name, good until the next call.</param>
    /// <param name="error">0, or what kept the directory from being read: its names are then not known.</param>
    /// <returns>Whether there was one.</returns>
    public bool MoveNext(out DirectoryEntry entry, out int error)
    {
        error = 0;
        while (true)
        {
            if (_position >= _filled)
            {
                var length = Libc.GetDirectoryEntries(_descriptor, _buffer, BufferBytes);
                if (length <= 0)
                {
                    // A directory that was removed while it was open has no names.
                    var number = length < 0 ? Marshal.GetLastPInvokeError() : 0;
                    error = number == Errno.ENOENT ? 0 : number;
                    entry = default;
                    return false;
                }

                (_position, _filled) = (0, (int)length);
            }

            // struct linux_dirent64: u64 inode, s64 offset, u16 length of the record, u8 type, name with a closing zero.
            var record = _buffer + _position;
            _position += *(ushort*)(record + LengthOffset);
            var name = record + NameOffset;
            if (name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0)))
                continue;
            entry = new DirectoryEntry(name, MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name).Length, *(ulong*)record, KindOf(record[KindOffset]));
            return true;
        }
    }

    /// <summary>Asks about the entry that it has come to.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="fresh">Whether a remote filesystem has to ask its server, whatever it remembers.</param>
    /// <param name="facts">What it is.</param>
    /// <returns>0 or the error.</returns>
    public int Ask(in DirectoryEntry entry, bool fresh, out EntryFacts facts) =>
        Ask(entry.Pointer, Libc.AtSymlinkNofollow | (fresh ? Libc.AtStatxForceSync : 0), out facts);

    /// <summary>Asks about the directory itself.</summary>
    /// <param name="facts">What it is.</param>
    /// <returns>0 or the error.</returns>
    public int AskSelf(out EntryFacts facts)
    {
        byte nothing = 0;
        return Ask(&nothing, Libc.AtEmptyPath, out facts);
    }

    /// <summary>Removes a file that it has come to.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>0 or the error.</returns>
    public int Unlink(in DirectoryEntry entry) => Unlink(entry.Pointer, 0);

    /// <summary>Removes a file by its name.</summary>
    /// <param name="name">One name, without slash.</param>
    /// <returns>0 or the error.</returns>
    public int Unlink(ReadOnlySpan<byte> name)
    {
        var text = stackalloc byte[LongestName + 1];
        return Terminate(name, text) ? Unlink(text, 0) : Errno.ENAMETOOLONG;
    }

    /// <summary>Removes an empty directory by its name.</summary>
    /// <param name="name">One name, without slash.</param>
    /// <returns>0 or the error: ENOTEMPTY where something is in it.</returns>
    public int RemoveDirectory(ReadOnlySpan<byte> name)
    {
        var text = stackalloc byte[LongestName + 1];
        return Terminate(name, text) ? Unlink(text, Libc.AtRemoveDirectory) : Errno.ENAMETOOLONG;
    }

    /// <summary>Asks about an entry by its name.</summary>
    /// <param name="name">One name, without slash.</param>
    /// <param name="fresh">Whether a remote filesystem has to ask its server, whatever it remembers.</param>
    /// <param name="facts">What it is.</param>
    /// <returns>0 or the error.</returns>
    public int Ask(ReadOnlySpan<byte> name, bool fresh, out EntryFacts facts)
    {
        var text = stackalloc byte[LongestName + 1];
        if (Terminate(name, text))
            return Ask(text, Libc.AtSymlinkNofollow | (fresh ? Libc.AtStatxForceSync : 0), out facts);
        facts = default;
        return Errno.ENAMETOOLONG;
    }

    /// <summary>Reads the start of a file by its name. A symbolic link is refused, a pipe does not hold the caller.</summary>
    /// <param name="name">One name, without slash.</param>
    /// <param name="buffer">Gets its first bytes.</param>
    /// <param name="length">How many there are.</param>
    /// <returns>0 or the error: ENOENT, EACCES, ELOOP for a symbolic link, EISDIR.</returns>
    public int Read(ReadOnlySpan<byte> name, Span<byte> buffer, out int length)
    {
        length = 0;
        var text = stackalloc byte[LongestName + 1];
        if (!Terminate(name, text))
            return Errno.ENAMETOOLONG;
        var file = Libc.OpenAt(_descriptor, text, Libc.OpenNoFollow | Libc.OpenNonblocking | Libc.OpenCloseOnExec, 0);
        if (file < 0)
            return Marshal.GetLastPInvokeError();
        try
        {
            fixed (byte* target = buffer)
            {
                while (length < buffer.Length)
                {
                    var read = Libc.Read(file, target + length, (nuint)(buffer.Length - length));
                    if (read < 0)
                        return Marshal.GetLastPInvokeError();
                    if (read == 0)
                        break;
                    length += (int)read;
                }
            }

            return 0;
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    /// <summary>Closes the directory; the cursor can open another one.</summary>
    public void Close()
    {
        if (_descriptor >= 0)
            _ = Libc.Close(_descriptor);
        (_descriptor, _position, _filled) = (-1, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private static EntryKind KindOf(byte kind) => kind switch
    {
        0 => EntryKind.Unknown,
        4 => EntryKind.Directory,
        8 => EntryKind.File,
        _ => EntryKind.Other,
    };

    private static bool Terminate(ReadOnlySpan<byte> name, byte* text)
    {
        if (name.IsEmpty || name.Contains((byte)'/') || name.Contains((byte)0) || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
            throw new ArgumentException("This is not the name of an entry.", nameof(name));
        if (name.Length > LongestName)
            return false;
        name.CopyTo(new Span<byte>(text, LongestName));
        text[name.Length] = 0;
        return true;
    }

    private int Open(int parent, byte* name)
    {
        var number = Libc.OpenAt(parent, name, Flags, 0);
        var error = number < 0 ? Marshal.GetLastPInvokeError() : 0;
        Close();
        if (error != 0)
            return error == Errno.ELOOP ? Errno.ENOTDIR : error;
        _descriptor = number;
        return 0;
    }

    private int Ask(byte* name, int flags, out EntryFacts facts)
    {
        StatxBuffer buffer;
        if (Libc.StatxAt(_descriptor, name, flags, Libc.StatxEntry, &buffer) < 0)
        {
            facts = default;
            return Marshal.GetLastPInvokeError();
        }

        facts = EntryFacts.From(buffer);
        return 0;
    }

    private int Unlink(byte* name, int flags) => Libc.UnlinkAt(_descriptor, name, flags) < 0 ? Marshal.GetLastPInvokeError() : 0;
}
