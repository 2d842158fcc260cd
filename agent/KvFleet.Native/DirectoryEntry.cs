using System.Runtime.InteropServices;

namespace KvFleet.Native;

/// <summary>A name that a <see cref="DirectoryCursor"/> has come to. Good until the cursor moves on.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly unsafe ref struct DirectoryEntry
{
    private readonly byte* _name;
    private readonly int _length;

    internal DirectoryEntry(byte* name, int length, ulong inode, EntryKind kind)
    {
        _name = name;
        _length = length;
        Inode = inode;
        Kind = kind;
    }

    /// <summary>The name's bytes, as the filesystem has them.</summary>
    public ReadOnlySpan<byte> Name => new(_name, _length);

    /// <summary>Inode number.</summary>
    public ulong Inode { get; }

    /// <summary>What it is, as far as the directory says.</summary>
    public EntryKind Kind { get; }

    internal byte* Pointer => _name;
}
