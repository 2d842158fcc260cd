namespace KvFleet.Store.Disk.Format;

/// <summary>
/// How a segment file looks: a header block; batches, each of entry blocks and the values' bytes; and, once it is full, at its very end the summary of all
/// entries and a footer block. Everything begins at a block. Little-endian.
/// </summary>
internal static class DiskFormat
{
    /// <summary>What offsets, lengths and addresses are multiples of: the largest block that disks have.</summary>
    public const int BlockBytes = 4096;

    /// <summary>Entries never cross a disk's 512-byte sector, so that one is changed as a whole.</summary>
    public const int EntryBytes = 256;

    public const int EntriesPerBlock = BlockBytes / EntryBytes;

    public const uint Version = 1;

    /// <summary>Blocks that some bytes take.</summary>
    public static int Blocks(long bytes) => (int)((bytes + BlockBytes - 1) / BlockBytes);

    /// <summary>Entry blocks of a batch: the first entry's place is the batch's own header.</summary>
    public static int EntryBlocks(int entries) => (entries + EntriesPerBlock) / EntriesPerBlock;

    /// <summary>Blocks of a summary with its footer.</summary>
    public static int SummaryBlocks(int entries) => ((entries + EntriesPerBlock - 1) / EntriesPerBlock) + 1;
}
