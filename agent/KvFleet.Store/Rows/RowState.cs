using System.Runtime.InteropServices;

namespace KvFleet.Store.Rows;

/// <summary>What the allocator knows of one row.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RowState
{
    /// <summary>Next in its list.</summary>
    public int Next;

    /// <summary>Previous in its list.</summary>
    public int Previous;

    /// <summary>Blocks in use; 1 for a row that is used whole.</summary>
    public int Used;

    /// <summary>Size class of its blocks; 0 while it is free or used whole.</summary>
    public int SizeClass;

    /// <summary>One bit per block, 0 while there are none.</summary>
    public nint Bitmap;
}
