using KvFleet.Native;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Segments;

/// <summary>
/// Reads what a segment file holds after a restart. Of a full one only the header, the footer and the summary are read; of one that was being written every batch is looked
/// for and every value's checksum is compared.
/// </summary>
internal sealed class SegmentScan(IDiskFile file, SegmentHeader header, AlignedBuffer buffer)
{
    /// <summary>What to do with an entry that was found.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="raw">Its 256 bytes.</param>
    /// <param name="key">Its key.</param>
    public delegate void Found(in DiskEntry entry, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> key);

    private const int WindowBlocks = 256;

    /// <summary>Values that were not whole.</summary>
    public int Torn { get; private set; }

    /// <summary>First block after the last batch that was found.</summary>
    public int NextBlock { get; private set; } = 1;

    private int TotalBlocks => (int)(header.SegmentBytes / DiskFormat.BlockBytes);

    /// <summary>Reads the summary.</summary>
    /// <returns>Entries, forgotten ones included; null when there is no summary.</returns>
    /// <exception cref="NativeException">What failed.</exception>
    public int? TryReadSummary(Found found)
    {
        var block = buffer.Take(1);
        file.ReadAll(block, header.SegmentBytes - DiskFormat.BlockBytes);
        if (SegmentFooter.Read(block, header) is not { } footer)
            return null;
        var bytes = buffer.Take(DiskFormat.SummaryBlocks(footer.Entries));
        file.ReadAll(bytes, header.SegmentBytes - bytes.Length);
        for (var ordinal = 0; ordinal < footer.Entries; ordinal++)
        {
            var raw = bytes.Slice(ordinal * DiskFormat.EntryBytes, DiskFormat.EntryBytes);
            if (DiskEntry.Read(raw, header, out var key) is { } entry && entry.Ordinal == ordinal)
                found(entry, raw, key);
            else if (raw.ContainsAnyExcept((byte)0))
                Torn++;
        }

        return footer.Entries;
    }

    /// <summary>Looks for batches. A batch that is torn or was never written hides none behind it.</summary>
    /// <exception cref="NativeException">What failed.</exception>
    public void ReadBatches(Found found)
    {
        using var values = new AlignedBuffer();
        for (var block = 1; block < TotalBlocks;)
        {
            var window = buffer.Take(Math.Min(WindowBlocks, TotalBlocks - block));
            file.ReadAll(window, (long)block * DiskFormat.BlockBytes);
            var skipped = 0;
            BatchHeader? batch = null;
            while (skipped * DiskFormat.BlockBytes < window.Length
                && (batch = BatchHeader.Read(window[(skipped * DiskFormat.BlockBytes)..], header, block + skipped)) is null)
            {
                skipped++;
            }

            block += skipped;
            if (batch is not { } present)
                continue;
            ReadBatch(present, block, values, found);
            block += present.Blocks;
            NextBlock = block;
        }
    }

    private void ReadBatch(BatchHeader batch, int block, AlignedBuffer values, Found found)
    {
        var entries = buffer.Take(DiskFormat.EntryBlocks(batch.Count));
        file.ReadAll(entries, (long)block * DiskFormat.BlockBytes);
        for (var i = 0; i < batch.Count; i++)
        {
            var raw = entries.Slice((i + 1) * DiskFormat.EntryBytes, DiskFormat.EntryBytes);
            if (DiskEntry.Read(raw, header, out var key) is { } entry && entry.Ordinal == batch.FirstOrdinal + i && IsWhole(entry, values))
                found(entry, raw, key);
            else if (raw.ContainsAnyExcept((byte)0))
                Torn++;
        }
    }

    private bool IsWhole(in DiskEntry entry, AlignedBuffer values)
    {
        var bytes = values.Take(DiskFormat.Blocks(entry.Length));
        try
        {
            file.ReadAll(bytes, (long)entry.Block * DiskFormat.BlockBytes);
        }
        catch (NativeException e) when (e.ErrorNumber == Errno.EIO)
        {
            return false;
        }

        return Crc32C.Compute(bytes[..entry.Length]) == entry.Crc;
    }
}
