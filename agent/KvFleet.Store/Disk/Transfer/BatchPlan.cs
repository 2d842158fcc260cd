using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>Where a batch goes.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="StartBlock">Its first block.</param>
/// <param name="FirstOrdinal">Number of its first value.</param>
/// <param name="Sources">The values.</param>
internal sealed record BatchPlan(DiskSegment Segment, int StartBlock, int FirstOrdinal, IReadOnlyList<RecordSource> Sources)
{
    /// <summary>Where the entry of a value is, in entries from the start of the file: after the batch's own header.</summary>
    public int EntryAt(int index) => (StartBlock * DiskFormat.EntriesPerBlock) + 1 + index;

    /// <summary>Blocks of a batch of some values.</summary>
    public static int BlocksOf(IReadOnlyList<RecordSource> sources) =>
        DiskFormat.EntryBlocks(sources.Count) + sources.Sum(static source => DiskFormat.Blocks(source.Length));

    /// <summary>Cuts values into batches of about a size; one that is larger makes a batch of its own.</summary>
    public static IEnumerable<IReadOnlyList<RecordSource>> Cut(IEnumerable<RecordSource> sources, int bytes)
    {
        List<RecordSource> batch = [];
        long length = 0;
        foreach (var source in sources)
        {
            if (batch.Count > 0 && length + source.Length > bytes)
            {
                yield return batch;
                (batch, length) = ([], 0);
            }

            batch.Add(source);
            length += source.Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
