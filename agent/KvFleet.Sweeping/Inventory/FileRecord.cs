using System.Runtime.InteropServices;

namespace KvFleet.Sweeping.Inventory;

/// <summary>All that is kept of a file: ten bytes. Its name is read again from its directory when it is about to go.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FileRecord
{
    public const int Size = 10;

    /// <summary>The later of access and modification, in seconds since 1970.</summary>
    public uint LastUse;

    /// <summary>Its <see cref="FileIdentity"/>. That two files of a directory share it costs a look.</summary>
    public uint Identity;

    /// <summary>Its blocks as <see cref="PackedBlocks"/>.</summary>
    public ushort Blocks;
}
