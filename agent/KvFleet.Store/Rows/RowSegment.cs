using System.Runtime.InteropServices;

namespace KvFleet.Store.Rows;

/// <summary>A place of an arena: a whole row, or one block of a row that is cut into blocks of a size class.</summary>
/// <param name="Row">Row of the arena, counted from 0 over its extents.</param>
/// <param name="Block">Block of the row; 0 for a whole row.</param>
/// <param name="SizeClass">0 for a whole row; k for blocks of a 2^k-th of it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowSegment(int Row, int Block, int SizeClass)
{
    private const int BlockShift = 32;
    private const int ClassShift = 56;
    private const ulong BlockMask = 0xFFFFFF;

    /// <summary>As it lies in the index: u32 row, u24 block, u8 size class.</summary>
    public ulong Pack() => (uint)Row | ((ulong)(uint)Block << BlockShift) | ((ulong)(uint)SizeClass << ClassShift);

    /// <summary>From the index. The values are whatever lay there: the allocator checks them.</summary>
    public static RowSegment Unpack(ulong packed) =>
        new((int)(uint)packed, (int)((packed >> BlockShift) & BlockMask), (int)(packed >> ClassShift));
}
