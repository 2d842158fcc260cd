using System.Diagnostics.CodeAnalysis;
using KvFleet.Native;
using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Segments;

/// <summary>Finds what an earlier process left on the disk. Reads headers, and of each segment of this pool as little as it must.</summary>
internal sealed class Recovery(TierState state, SegmentFiles files, IDiskVolume volume) : IDisposable
{
    private readonly AlignedBuffer _buffer = new();

    /// <summary>Reads the disk.</summary>
    /// <param name="notes">What was forgotten and may not be overwritten yet.</param>
    /// <param name="watch">What has been forgotten since this process began.</param>
    /// <exception cref="IOException">The directory or a file cannot be read.</exception>
    public void Run(IReadOnlyList<(long Sequence, int Ordinal)> notes, ForgetWatch watch)
    {
        List<DiskSegment> segments = [];
        foreach (var name in volume.List())
        {
            if (SegmentFiles.SlotOf(name) is { } slot && Guard(() => Open(slot, name)) is { } segment)
                segments.Add(segment);
        }

        // Of several values of a key the last one written counts.
        foreach (var segment in segments.OrderBy(static segment => segment.Header.Sequence))
        {
            HashSet<int> forgotten = [.. notes.Where(note => note.Sequence == segment.Header.Sequence).Select(static note => note.Ordinal)];
            Guard(() => Read(segment, forgotten, watch));
        }

        files.StartAfter(state.Now);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    [SuppressMessage("Reliability", "CA2000", Justification = "The files belong to the set of files.")]
    private DiskSegment? Open(int slot, string name)
    {
        var file = volume.Open(name, create: false);
        var block = _buffer.Take(1);
        var length = file.LengthBytes;
        var header = length < DiskFormat.BlockBytes ? null : ReadHeader(file, block);
        files.AddFound(slot, file, length, header?.Sequence ?? 0);
        if (header is not null && header.SegmentBytes == length)
        {
            if (!files.IsOurs(header))
                state.Counters.Foreign++;
            else if (!files.CanRead(header))
                state.Counters.WrongKey++;
            else
                return new DiskSegment(slot, file, header, files.CipherOf(header));
        }

        // Not only left aside: what is forgotten from now on would come back with another start that can read it.
        block.Clear();
        if (header is not null)
        {
            file.WriteAll(block, 0);
            file.Sync();
        }

        files.GiveBack(slot, file);
        return null;
    }

    // One file that cannot be read costs what is in it, no more.
    private DiskSegment? Guard(Func<DiskSegment?> read)
    {
        try
        {
            return read();
        }
        catch (NativeException)
        {
            state.Counters.ReadErrors++;
            return null;
        }
    }

    private static SegmentHeader? ReadHeader(IDiskFile file, Span<byte> block)
    {
        file.ReadAll(block, 0);
        return SegmentHeader.Read(block);
    }

    private DiskSegment Read(DiskSegment segment, HashSet<int> forgotten, ForgetWatch watch)
    {
        segment.State = SegmentState.Closed;
        lock (state.Gate)
            state.Catalog.Add(segment, open: false);
        var scan = new SegmentScan(segment.File, segment.Header, _buffer);
        void Found(in DiskEntry entry, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> key) => Add(segment, entry, raw, key, forgotten, watch);
        if (scan.TryReadSummary(Found) is { } entries)
        {
            lock (state.Gate)
            {
                segment.Skip(entries);
                (segment.State, segment.HasSummary) = (SegmentState.Sealed, true);
                segment.DropEntries();
            }
        }
        else
        {
            scan.ReadBatches(Found);
            segment.NextBlock = scan.NextBlock;
        }

        state.Counters.Torn += scan.Torn;
        return segment;
    }

    private void Add(DiskSegment segment, in DiskEntry entry, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> key, HashSet<int> forgotten, ForgetWatch watch)
    {
        lock (state.Gate)
        {
            segment.Skip(entry.Ordinal);
            if (entry.Ordinal != segment.Records.Length)
                return;
            var record = new DiskRecord
            {
                Block = entry.Block,
                Length = entry.Length,
                Crc = entry.Crc,
                EntryAt = entry.EntryAt,
                Expiry = entry.Expiry,
                Tag = entry.Tag,
                Hints = entry.Hints,
                State = RecordState.Committed,
                IsWritten = true,
            };
            var id = new RecordId(segment, segment.Add(record, key));
            segment.KeepEntries(entry.Ordinal, raw);
            if (forgotten.Contains(entry.Ordinal) || forgotten.Contains(ForgetLog.All) || watch.Has(key))
            {
                state.Kill(id);
                return;
            }

            if (state.Catalog.Point(id) is { } old)
                state.ForgetLog?.Append(old.Segment.Header.Sequence, old.Ordinal);
            state.Counters.Recovered++;
        }
    }
}
