using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Store.Disk.Catalog;

/// <summary>All segments of a tier and where each key is. Knows nothing of files; under the tier's lock.</summary>
internal sealed class SegmentCatalog
{
    private readonly Dictionary<int, DiskSegment> _segments = [];
    private readonly Dictionary<RecordId, RecordId> _copies = [];
    private readonly KeyIndex _index;

    public SegmentCatalog() => _index = new KeyIndex(slot => _segments[slot]);

    /// <summary>Where batches go; null while there is none.</summary>
    public DiskSegment? Open { get; private set; }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<DiskSegment> Segments => _segments.Values;

    /// <summary>Values that are found.</summary>
    public int Live { get; private set; }

    /// <summary>Bytes of the values that are found.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Records whose entries on the disk are to be overwritten.</summary>
    public List<RecordId> Tombstones { get; } = [];

    /// <summary>Adds a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="open">Whether batches go there from now on.</param>
    public void Add(DiskSegment segment, bool open)
    {
        _segments.Add(segment.Slot, segment);
        if (open)
            Open = segment;
    }

    /// <summary>Adds batches to a segment from now on.</summary>
    public void MakeOpen(DiskSegment segment)
    {
        if (segment.State == SegmentState.Open)
            Open = segment;
    }

    /// <summary>Adds no more batches to the open segment.</summary>
    public void CloseOpen()
    {
        Open?.State = SegmentState.Closed;
        Open = null;
    }

    /// <summary>Finds a key, be its value written already or not.</summary>
    public bool TryFind(ReadOnlySpan<byte> key, out RecordId id)
    {
        id = _index.Find(key) ?? default;
        return id.Segment is not null;
    }

    /// <summary>Points a key to a new record. What it pointed to is dead then.</summary>
    /// <returns>The record that is dead now, if there was one.</returns>
    public RecordId? Point(RecordId id)
    {
        var key = id.Segment.KeyOf(id.Ordinal);
        RecordId? old = TryFind(key, out var found) && found != id ? found : null;
        _index.Set(key, id);
        Count(id, 1);
        if (old is { } replaced)
            Bury(replaced);
        return old;
    }

    /// <summary>Makes a record dead: nobody finds it any more, and its entry on the disk will be overwritten. Its copy, if one is being made, dies with it.</summary>
    /// <returns>The records that are dead now.</returns>
    public IEnumerable<RecordId> Kill(RecordId id)
    {
        if (id.Record.State == RecordState.Dead)
            return [];
        _index.Remove(id.Segment.KeyOf(id.Ordinal), id);
        Bury(id);
        return _copies.Remove(id, out var copy) && copy.Record.State != RecordState.Dead ? [id, .. Kill(copy)] : [id];
    }

    /// <summary>Notes that a record is copied: until <see cref="Adopt"/> the copy is found by nobody, and dies with its original.</summary>
    public void NoteCopy(RecordId original, RecordId copy) => _copies[original] = copy;

    /// <summary>Lets the copy take the place of its original, if both are alive.</summary>
    /// <returns>Whether it did.</returns>
    public bool Adopt(RecordId original)
    {
        if (!_copies.Remove(original, out var copy) || original.Record.State != RecordState.Committed || copy.Record.State != RecordState.Committed)
            return false;
        Point(copy);
        return true;
    }

    /// <summary>Takes a segment out, with every key that points to it.</summary>
    public void Remove(DiskSegment segment)
    {
        for (var ordinal = 0; ordinal < segment.Records.Length; ordinal++)
        {
            var id = new RecordId(segment, ordinal);
            _copies.Remove(id);
            if (id.Record.State == RecordState.Dead)
                continue;
            _index.Remove(segment.KeyOf(ordinal), id);
            Bury(id);
        }

        Tombstones.RemoveAll(id => id.Segment == segment);
        _segments.Remove(segment.Slot);
        segment.State = SegmentState.Gone;
    }

    /// <summary>The segment to empty next: one without any value, else the one with the least reluctance, else the oldest.</summary>
    public bool TryChooseVictim(Func<DiskSegment, long> reluctance, [NotNullWhen(true)] out DiskSegment? victim)
    {
        victim = _segments.Values.Where(static segment => segment.State == SegmentState.Sealed)
            .OrderBy(static segment => segment.Live > 0).ThenBy(reluctance).ThenBy(static segment => segment.Header.Sequence).FirstOrDefault();
        return victim is not null;
    }

    private void Bury(RecordId id)
    {
        ref var record = ref id.Record;
        if (record.IsCounted)
            Count(id, -1);
        record.State = RecordState.Dead;
        Tombstones.Add(id);
    }

    private void Count(RecordId id, int sign)
    {
        ref var record = ref id.Record;
        record.IsCounted = sign > 0;
        id.Segment.Live += sign;
        id.Segment.LiveBytes += sign * (long)record.Length;
        Live += sign;
        LiveBytes += sign * (long)record.Length;
    }
}
