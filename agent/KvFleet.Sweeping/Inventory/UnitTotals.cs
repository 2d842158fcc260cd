using System.Runtime.InteropServices;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Inventory;

/// <summary>Exact sums over everything in a unit. Blocks are of 512 bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct UnitTotals
{
    public long Blocks;
    public long Files;
    public long Directories;
    public long EmptyDirectories;
    public long PinnedBlocks;
    public long TemporaryBlocks;
    public long ForeignBlocks;

    public void Add(in UnitTotals other)
    {
        Blocks += other.Blocks;
        Files += other.Files;
        Directories += other.Directories;
        EmptyDirectories += other.EmptyDirectories;
        PinnedBlocks += other.PinnedBlocks;
        TemporaryBlocks += other.TemporaryBlocks;
        ForeignBlocks += other.ForeignBlocks;
    }

    public readonly PoolUsage ToUsage(bool stale) => new(
        Blocks << 9, Files, Directories, EmptyDirectories, PinnedBlocks << 9, TemporaryBlocks << 9, stale ? Blocks << 9 : 0, ForeignBlocks << 9);
}
