using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Segments;

/// <summary>
/// What is written to segments beside batches: summaries of full ones, zeros over forgotten entries and over the headers of emptied ones. One lock orders it; every member
/// may wait for the device.
/// </summary>
internal sealed class SegmentCloser(TierState state, SegmentFiles files) : IDisposable
{
    private readonly Lock _ordered = new();
    private readonly AlignedBuffer _buffer = new();

    /// <summary>Writes the summaries of segments that are full and have no batch under way.</summary>
    /// <exception cref="Native.NativeException">What failed; it is tried again the next time.</exception>
    public void SealClosed()
    {
        lock (_ordered)
        {
            foreach (var segment in Choose(static segment => segment is { State: SegmentState.Closed, Writers: 0, Live: > 0 }))
                Seal(segment);
        }
    }

    /// <summary>Makes it durable that records were forgotten.</summary>
    /// <exception cref="Native.NativeException">What failed; the rest is tried again the next time.</exception>
    public void BuryForgotten()
    {
        lock (_ordered)
        {
            List<RecordId> due;
            lock (state.Gate)
                due = [.. state.Catalog.Tombstones.Where(static id => id.Record.IsWritten && (id.Segment.Live > 0 || id.Segment.State == SegmentState.Open))];
            foreach (var segment in due.GroupBy(static id => id.Segment))
                Bury(segment.Key, [.. segment.Select(static id => id.Ordinal)]);
            lock (state.Gate)
            {
                if (due.Count > 0)
                {
                    var done = due.ToHashSet();
                    state.Catalog.Tombstones.RemoveAll(done.Contains);
                }

                if (state.Catalog.Tombstones.Count == 0)
                    state.ForgetLog?.Reset();
            }
        }
    }

    /// <summary>Empties segments in which nothing is found any more.</summary>
    /// <exception cref="Native.NativeException">What failed; it is tried again the next time.</exception>
    public void RetireEmpty()
    {
        foreach (var segment in Choose(static segment => segment is { State: SegmentState.Closed or SegmentState.Sealed, Writers: 0, Live: 0 }))
            Retire(segment, null);
    }

    /// <summary>
    /// Empties a segment: first the disk forgets it as a whole, then memory does at once with all its keys. So a value and what leads to it go together, whenever the process ends.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="before">Done under the tier's lock right before memory forgets.</param>
    /// <exception cref="Native.NativeException">What failed; the segment is what it was.</exception>
    public void Retire(DiskSegment segment, Action? before)
    {
        lock (_ordered)
        {
            if (segment.State == SegmentState.Gone)
                return;
            var block = _buffer.Take(1);
            block.Clear();
            segment.File.WriteAll(block, 0);
            segment.File.Sync();
            bool unused;
            lock (state.Gate)
            {
                before?.Invoke();
                state.Counters.Evicted += segment.Live;
                state.Catalog.Remove(segment);
                unused = segment.Readers == 0;
            }

            if (unused)
                files.GiveBack(segment.Slot, segment.File);
        }
    }

    /// <summary>A transfer that read a segment has ended.</summary>
    public void EndRead(DiskSegment segment)
    {
        bool unused;
        lock (state.Gate)
            unused = --segment.Readers == 0 && segment.State == SegmentState.Gone;
        if (unused)
            files.GiveBack(segment.Slot, segment.File);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private List<DiskSegment> Choose(Func<DiskSegment, bool> which)
    {
        lock (state.Gate)
            return [.. state.Catalog.Segments.Where(which)];
    }

    private void Seal(DiskSegment segment)
    {
        // Only when all batches are on the device may the summary say that they are there.
        segment.File.Sync();
        Span<byte> bytes;
        lock (state.Gate)
        {
            var count = segment.Records.Length;
            bytes = _buffer.Take(DiskFormat.SummaryBlocks(count));
            bytes.Clear();
            for (var ordinal = 0; ordinal < count; ordinal++)
            {
                if (segment.Records[ordinal].State == RecordState.Committed)
                    segment.Entries.AsSpan(ordinal * DiskFormat.EntryBytes, DiskFormat.EntryBytes).CopyTo(bytes[(ordinal * DiskFormat.EntryBytes)..]);
            }

            new SegmentFooter(count).Write(bytes[^DiskFormat.BlockBytes..], segment.Header);
        }

        segment.File.WriteAll(bytes, segment.Header.SegmentBytes - bytes.Length);
        lock (state.Gate)
        {
            segment.HasSummary = true;
            segment.State = SegmentState.Sealed;
            segment.DropEntries();
        }
    }

    private void Bury(DiskSegment segment, List<int> ordinals)
    {
        int[] places;
        int entries;
        bool hasSummary;
        lock (state.Gate)
        {
            places = [.. ordinals.Select(ordinal => segment.Records[ordinal].EntryAt)];
            (entries, hasSummary) = (segment.Records.Length, segment.HasSummary);
        }

        ZeroEntries(segment.File, places);
        if (hasSummary)
        {
            var start = (segment.Header.SegmentBytes / DiskFormat.EntryBytes) - ((long)DiskFormat.SummaryBlocks(entries) * DiskFormat.EntriesPerBlock);
            ZeroEntries(segment.File, ordinals.Select(ordinal => (int)(start + ordinal)));
        }

        segment.File.Sync();
    }

    private void ZeroEntries(IDiskFile file, IEnumerable<int> places)
    {
        foreach (var block in places.GroupBy(static place => place / DiskFormat.EntriesPerBlock))
        {
            var bytes = _buffer.Take(1);
            var offset = (long)block.Key * DiskFormat.BlockBytes;
            file.ReadAll(bytes, offset);
            foreach (var place in block)
                bytes.Slice(place % DiskFormat.EntriesPerBlock * DiskFormat.EntryBytes, DiskFormat.EntryBytes).Clear();
            file.WriteAll(bytes, offset);
        }
    }
}
