using KvFleet.Native;
using KvFleet.Store.Eviction;
using KvFleet.Store.Indexing;
using KvFleet.Store.Memory;
using KvFleet.Store.Rows;

namespace KvFleet.Store.Arenas;

/// <summary>The memory of one holder as the store uses it: rows, index, key table, and who leaves next. Not thread-safe: the pool's store holds its lock.</summary>
internal sealed class StoreArena : IDisposable
{
    /// <summary>Flag of an entry that a lower tier has.</summary>
    public const uint BackedFlag = 1;

    private readonly SharedMapping _index;
    private readonly NativeArray<int> _freeEntries;
    private readonly List<RowSegment> _segments = [];
    private readonly List<int> _extensions = [];
    private readonly List<int> _classes = [];
    private int _freeCount;

    /// <param name="number">Its number in the pool.</param>
    /// <param name="source">The memory.</param>
    /// <param name="stride">Bytes of a row.</param>
    /// <param name="policy">By which rule entries leave.</param>
    public StoreArena(int number, ArenaSource source, long stride, EvictionPolicy policy)
    {
        (Number, Source) = (number, source);
        var bytes = source.Index.GetFacts().SizeBytes;
        _index = SharedMapping.Map(source.Index, 0, bytes);
        Entries = new EntryTable(_index.Address, IndexGeometry.EntriesIn(bytes));
        Map = new RowMap(source.Extents, stride);
        Rows = new RowAllocator(Map.Rows, new SizeClasses(stride));
        Nodes = new NativeArray<EvictionNode>(Entries.Count);
        Queue = new EvictionQueue(Nodes, policy);
        Keys = new KeyTable(number, Entries);
        _freeEntries = new NativeArray<int>(Entries.Count);
    }

    public int Number { get; }

    public ArenaSource Source { get; }

    /// <summary>No new values come here; what is here leaves.</summary>
    public bool IsDraining { get; set; }

    /// <summary>What is here is not found: clients are unmapping it. It is all there again if the drain is called off.</summary>
    public bool IsHidden { get; set; }

    /// <summary>It is not part of the pool any more; closed when its last lease ends.</summary>
    public bool IsDetached { get; set; }

    public EntryTable Entries { get; }

    public RowMap Map { get; }

    public RowAllocator Rows { get; }

    public KeyTable Keys { get; }

    public NativeArray<EvictionNode> Nodes { get; }

    public EvictionQueue Queue { get; }

    /// <summary>Keys that are found.</summary>
    public int KeyCount { get; private set; }

    /// <summary>Bytes of the values that are found.</summary>
    public long ValueBytes { get; private set; }

    /// <summary>Leases and slots that are open.</summary>
    public int Holds { get; private set; }

    /// <summary>The header of its index.</summary>
    public Span<byte> Header => _index.GetSpan(0, IndexLayout.HeaderBytes);

    /// <summary>Entries that are neither filled nor found.</summary>
    public int FreeEntries => _freeCount;

    /// <summary>Whether an entry is found by its key.</summary>
    public bool IsFound(int entry) => Nodes[entry].Stage is EntryStage.Evictable or EntryStage.Hinted or EntryStage.Pinned;

    /// <summary>Adds an entry to those that are free.</summary>
    public void AddFree(int entry) => _freeEntries[_freeCount++] = entry;

    /// <summary>Finds the entry of a key that is not over.</summary>
    /// <returns>-1 when there is none.</returns>
    public int Find(ulong tag, ReadOnlySpan<byte> key) => Keys.Find(tag, key);

    /// <summary>Takes memory for a value, if there is some.</summary>
    /// <param name="bytes">Bytes of the value.</param>
    /// <param name="entry">The entry that is being filled now.</param>
    public bool TryBegin(long bytes, out int entry)
    {
        entry = -1;
        _classes.Clear();
        _segments.Clear();
        Rows.Classes.Split(bytes, _classes);
        var extensions = EntryTable.ExtensionsFor(_classes.Count);
        if (_freeCount <= extensions)
            return false;
        foreach (var sizeClass in _classes)
        {
            if (Rows.TryAllocate(sizeClass, out var segment))
            {
                _segments.Add(segment);
                continue;
            }

            _segments.ForEach(Rows.Free);
            return false;
        }

        entry = _freeEntries[--_freeCount];
        _extensions.Clear();
        for (var i = 0; i < extensions; i++)
            _extensions.Add(_freeEntries[--_freeCount]);
        Entries.Begin(entry, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_extensions), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_segments));
        Nodes[entry] = new EvictionNode { Stage = EntryStage.Filling, Bytes = _classes.Sum(Rows.Classes.BlockBytes) };
        Holds++;
        return true;
    }

    /// <summary>Makes a filled entry one that is found.</summary>
    /// <returns>False when the key table has no place within reach; the entry is still being filled then.</returns>
    public bool TryCommit(int entry, ulong tag, ReadOnlySpan<byte> key, uint length, in StoreEntryHints hints)
    {
        Entries.Commit(entry, key, length, hints);
        if (!Keys.TryAdd(tag, entry, PoolRowOf(entry), Entries.GenerationOf(entry), length))
            return false;
        Holds--;
        Publish(entry, tag, hints);
        return true;
    }

    /// <summary>Takes a committed entry in that lies in the index already.</summary>
    public void Publish(int entry, ulong tag, in StoreEntryHints hints)
    {
        ref var node = ref Nodes[entry];
        (node.Tag, node.Group, node.Position) = (tag, hints.Group, hints.Position);
        node.Seconds = RecomputeEstimate.Seconds(hints);
        KeyCount++;
        ValueBytes += Entries.LengthOf(entry);
        Queue.Add(entry);
    }

    /// <summary>Nobody finds the entry from now on; its memory is free once nobody leases it.</summary>
    public void Unpublish(int entry)
    {
        Queue.Remove(entry);
        Hide(entry);
    }

    /// <summary>Makes room: unpublishes who leaves next.</summary>
    /// <param name="evicted">Who left.</param>
    public bool TryEvict(out int evicted)
    {
        evicted = Queue.Choose(out var byPolicy);
        if (evicted < 0)
            return false;
        Queue.Evict(evicted, byPolicy);
        Hide(evicted);
        return true;
    }

    /// <summary>Opens a lease.</summary>
    public void Lease(int entry)
    {
        Nodes[entry].Leases++;
        Holds++;
    }

    /// <summary>Ends a lease.</summary>
    public void EndLease(int entry)
    {
        Holds--;
        if (--Nodes[entry].Leases == 0 && Nodes[entry].Stage == EntryStage.Leaving)
            Free(entry);
    }

    /// <summary>Gives up an entry that was being filled and that nobody writes to any more.</summary>
    public void Abort(int entry)
    {
        Holds--;
        Free(entry);
    }

    /// <summary>Gives up an entry that somebody may still write to.</summary>
    public void Rest(int entry)
    {
        Holds--;
        Nodes[entry].Stage = EntryStage.Resting;
    }

    /// <summary>Makes an entry and its memory free.</summary>
    public void Free(int entry)
    {
        _segments.Clear();
        _extensions.Clear();
        Entries.TryReadSegments(entry, _segments, _extensions);
        foreach (var segment in _segments)
            Rows.Free(segment);
        _extensions.Clear();
        Entries.Release(entry, _extensions);
        Nodes[entry].Stage = EntryStage.Free;
        foreach (var freed in _extensions)
            AddFree(freed);
    }

    /// <summary>Where the bytes of an entry are.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="bytes">Bytes of the value.</param>
    public StoreSegment[] SegmentsOf(int entry, long bytes)
    {
        _segments.Clear();
        _extensions.Clear();
        if (!Entries.TryReadSegments(entry, _segments, _extensions))
            throw new InvalidDataException($"Entry {entry} of the index of holder {Source.Holder} is damaged: somebody else writes to the holder's memory.");
        var segments = new StoreSegment[_segments.Count];
        for (var i = 0; i < segments.Length; i++)
        {
            var (row, block, sizeClass) = _segments[i];
            var size = Rows.Classes.BlockBytes(sizeClass);
            if (block < 0 || block >= SizeClasses.BlocksPerRow(sizeClass))
                throw new InvalidDataException($"Entry {entry} of the index of holder {Source.Holder} is damaged: somebody else writes to the holder's memory.");
            segments[i] = new StoreSegment(Map.AddressOf(row) + (nint)(block * size), (int)Math.Min(size, bytes));
            bytes -= segments[i].Bytes;
        }

        return segments;
    }

    /// <summary>The pool's row of an entry that is one row; else -1.</summary>
    public int PoolRowOf(int entry)
    {
        _segments.Clear();
        _extensions.Clear();
        return Entries.TryReadSegments(entry, _segments, _extensions) && _segments is [{ SizeClass: 0 } only] ? Map.PoolRowOf(only.Row) : -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Queue.Dispose();
        Keys.Dispose();
        Nodes.Dispose();
        Rows.Dispose();
        Map.Dispose();
        _freeEntries.Dispose();
        _index.Dispose();
    }

    private void Hide(int entry)
    {
        Keys.Remove(Nodes[entry].Tag, entry);
        Entries.Drop(entry);
        KeyCount--;
        ValueBytes -= Entries.LengthOf(entry);
        Nodes[entry].Stage = EntryStage.Leaving;
        if (Nodes[entry].Leases == 0)
            Free(entry);
    }
}
