using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Format;
using KvFleet.Store.Disk.Transfer;

namespace KvFleet.Store.Disk;

/// <summary>
/// What a tier knows, in memory alone, behind one lock. The store calls it under its own lock, so nothing here calls the store or waits for a device.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class TierState(TimeProvider time)
{
    private readonly List<ForgetWatch> _watches = [];

    public Lock Gate { get; } = new();

    public SegmentCatalog Catalog { get; } = new();

    public TierCounters Counters { get; } = new();

    public PinTable Pins { get; } = new();

    /// <summary>Where forgotten records are noted at once; null for nowhere.</summary>
    public ForgetLog? ForgetLog { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether a key is on the disk.</summary>
    public bool Contains(ReadOnlySpan<byte> key)
    {
        lock (Gate)
            return Catalog.TryFind(key, out var id) && IsFound(id);
    }

    /// <summary>Forgets a key.</summary>
    /// <returns>Whether it was on the disk.</returns>
    public bool Forget(ReadOnlySpan<byte> key)
    {
        lock (Gate)
        {
            foreach (var watch in _watches)
                watch.Note(key);
            Pins.Remove(key);
            if (!Catalog.TryFind(key, out var id))
                return false;
            var was = IsFound(id);
            Counters.Forgotten++;
            Kill(id);
            return was;
        }
    }

    /// <summary>Forgets all keys.</summary>
    public void ForgetAll()
    {
        lock (Gate)
        {
            foreach (var watch in _watches)
                watch.NoteAll();
            Catalog.CloseOpen();
            foreach (var segment in Catalog.Segments)
            {
                ForgetLog?.Append(segment.Header.Sequence, Disk.ForgetLog.All);
                for (var ordinal = 0; ordinal < segment.Records.Length; ordinal++)
                {
                    Pins.Remove(segment.KeyOf(ordinal));
                    Catalog.Kill(new RecordId(segment, ordinal));
                }
            }
        }
    }

    /// <summary>Begins to note what is forgotten.</summary>
    public ForgetWatch Watch()
    {
        var watch = new ForgetWatch();
        lock (Gate)
            _watches.Add(watch);
        return watch;
    }

    /// <summary>Ends it.</summary>
    public void Unwatch(ForgetWatch watch)
    {
        lock (Gate)
            _watches.Remove(watch);
    }

    /// <summary>Gives a batch a place in a segment, if it has room. Its values are found once they are written.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="sources">The values.</param>
    /// <param name="watch">What was forgotten since the values were taken: those are written, but never found.</param>
    public BatchPlan? TryPlace(DiskSegment segment, IReadOnlyList<RecordSource> sources, ForgetWatch? watch)
    {
        var blocks = BatchPlan.BlocksOf(sources);
        lock (Gate)
        {
            if (segment.State != SegmentState.Open || !segment.Fits(sources.Count, blocks))
                return null;
            var plan = new BatchPlan(segment, segment.NextBlock, segment.Records.Length, sources);
            var block = plan.StartBlock + DiskFormat.EntryBlocks(sources.Count);
            for (var i = 0; i < sources.Count; i++)
            {
                Place(segment, sources[i], plan.EntryAt(i), block, watch);
                block += DiskFormat.Blocks(sources[i].Length);
            }

            segment.NextBlock += blocks;
            segment.Writers++;
            return plan;
        }
    }

    /// <summary>A batch is on the disk.</summary>
    public void BatchWritten(BatchPlan plan, ReadOnlySpan<byte> entries, int bytes)
    {
        lock (Gate)
        {
            var records = plan.Segment.Records.Slice(plan.FirstOrdinal, plan.Sources.Count);
            for (var i = 0; i < records.Length; i++)
            {
                ref var record = ref records[i];
                var entry = DiskEntry.Read(entries[(i * DiskFormat.EntryBytes)..], plan.Segment.Header, out _)!.Value;
                (record.Crc, record.Tag, record.IsWritten) = (entry.Crc, entry.Tag, true);
                if (record.State == RecordState.Writing)
                    record.State = RecordState.Committed;
            }

            plan.Segment.KeepEntries(plan.FirstOrdinal, entries);
            plan.Segment.Writers--;
            Counters.Written += records.Length;
            Counters.WrittenValueBytes += plan.Sources.Sum(static source => (long)source.Length);
            Counters.WrittenBytes += bytes;
        }
    }

    /// <summary>The values of a batch that are found.</summary>
    public IReadOnlyList<RecordSource> FoundOf(BatchPlan plan)
    {
        lock (Gate)
            return [.. plan.Sources.Where((_, index) => plan.Segment.Records[plan.FirstOrdinal + index].State == RecordState.Committed)];
    }

    /// <summary>A batch could not be written: nothing of it is found, and what may have reached the disk will be overwritten.</summary>
    public void BatchFailed(BatchPlan plan)
    {
        lock (Gate)
        {
            for (var ordinal = plan.FirstOrdinal; ordinal < plan.FirstOrdinal + plan.Sources.Count; ordinal++)
            {
                plan.Segment.Records[ordinal].IsWritten = true;
                Kill(new RecordId(plan.Segment, ordinal));
            }

            plan.Segment.KeepEntries(plan.FirstOrdinal, new byte[plan.Sources.Count * DiskFormat.EntryBytes]);
            plan.Segment.Writers--;
            if (Catalog.Open == plan.Segment)
                Catalog.CloseOpen();
            Counters.WriteErrors++;
        }
    }

    /// <summary>A record could not be read as it was written: it is dropped and counted.</summary>
    public void RecordFailed(RecordId id, Exception error)
    {
        lock (Gate)
        {
            if (error is InvalidDataException)
                Counters.Damaged++;
            else
                Counters.ReadErrors++;
            Kill(id);
        }
    }

    /// <summary>Adds what is counted here to a report. Under the lock.</summary>
    public DiskTierReport Describe(DiskTierReport report) => Counters.Describe(report) with
    {
        Keys = Catalog.Live,
        ValueBytes = Catalog.LiveBytes,
        PinnedBytes = Pins.Bytes,
    };

    /// <summary>Makes a record dead, and its copy. Under the lock.</summary>
    public void Kill(RecordId id)
    {
        foreach (var dead in Catalog.Kill(id))
            ForgetLog?.Append(dead.Segment.Header.Sequence, dead.Ordinal);
    }

    /// <summary>Whether a record may be given out. Under the lock.</summary>
    public bool IsFound(RecordId id) => id.Record.State == RecordState.Committed && (id.Record.Expiry == 0 || id.Record.Expiry > Now);

    /// <summary>What is pinned in a segment. Under the lock.</summary>
    public IEnumerable<RecordId> PinnedIn(DiskSegment segment)
    {
        var now = Now;
        return Pins.Bytes == 0
            ? []
            : Enumerable.Range(0, segment.Records.Length).Select(ordinal => new RecordId(segment, ordinal)).Where(id => IsFound(id) && Pins.IsPinned(segment.KeyOf(id.Ordinal), now));
    }

    private void Place(DiskSegment segment, RecordSource source, int entryAt, int block, ForgetWatch? watch)
    {
        var record = new DiskRecord { Block = block, Length = source.Length, EntryAt = entryAt, Expiry = source.Expiry, Hints = source.Hints };
        var id = new RecordId(segment, segment.Add(record, source.Key));
        if (source is CopySource copy)
        {
            if (copy.Original.Record.State == RecordState.Committed)
                Catalog.NoteCopy(copy.Original, id);
            else
                Kill(id);
        }
        else if (watch?.Has(source.Key) == true)
        {
            Kill(id);
        }
        else if (Catalog.Point(id) is { } old)
        {
            ForgetLog?.Append(old.Segment.Header.Sequence, old.Ordinal);
        }
    }
}
