namespace KvFleet.Store.Extents.Mappers;

/// <summary>One entry of a pool's table: an extent at its place in the range that every mapper lays out alike.</summary>
/// <param name="Id">What engines call it. Differs from the holder's id only while an older extent of that id is still mapped.</param>
/// <param name="ExtentId">The holder's id.</param>
/// <param name="Holder">Its holder.</param>
/// <param name="Index">Its slot; free slots are used again.</param>
/// <param name="Offset">First byte in the contiguous range, a multiple of the page size.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Identity">The kernel's name of the memory.</param>
/// <param name="Extent">The memory file; null once its holder is gone.</param>
/// <param name="State">Whether engines may have it.</param>
/// <param name="Deadline">When mappers should have let go; null while it is ready.</param>
public sealed record PoolExtent(
    string Id,
    string ExtentId,
    Holders.HolderKey Holder,
    int Index,
    long Offset,
    long Bytes,
    ExtentIdentity Identity,
    Extent? Extent,
    PoolExtentState State,
    DateTimeOffset? Deadline)
{
    /// <summary>Its number in the store protocol.</summary>
    public ulong Number => Identity.Inode;

    /// <summary>Uid of the holder's pod: its own processes are no mappers.</summary>
    public string HolderUid => ExtentId[..Math.Max(0, ExtentId.LastIndexOf('-'))];
}
