using KvFleet.Native;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Inventory;

/// <summary>By what a file is found again in its directory without a look at it.</summary>
internal static class FileIdentity
{
    private const uint UnknownToFuse = 0xffffffff;

    /// <summary>
    /// The low half of the inode number that the directory tells (which need not be the one that the file itself tells: overlays, some FUSE filesystems); where it tells none, of a hash of the name.
    /// </summary>
    public static uint Of(in DirectoryEntry entry) =>
        entry.Inode is 0 or UnknownToFuse or ulong.MaxValue ? (uint)PathHash.Append(PathHash.Root, entry.Name) : (uint)entry.Inode;
}
