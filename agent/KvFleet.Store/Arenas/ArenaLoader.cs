using KvFleet.Protocol.Store;
using KvFleet.Store.Eviction;
using KvFleet.Store.Indexing;
using KvFleet.Store.Rows;

namespace KvFleet.Store.Arenas;

/// <summary>Reads what an agent before this one left in an index: every committed value is served again, everything else is free or rests.</summary>
internal sealed class ArenaLoader(StoreArena arena)
{
    // The end of the year 9999, which is as far as dates go.
    private const long LastMillisecond = 253_402_300_799_999;
    private readonly List<RowSegment> _segments = [];
    private readonly List<int> _extensions = [];
    private int _kept;
    private int _dropped;

    /// <summary>Reads it.</summary>
    /// <param name="resting">Gets the entries that were being filled.</param>
    public ArenaLoad Load(ICollection<int> resting)
    {
        // Committed ones first: where two claim a place, the slot that was being filled is the one in doubt.
        for (var entry = 0; entry < arena.Entries.Count; entry++)
        {
            if (arena.Entries.StateOf(entry) == EntryState.Committed)
                Take(entry);
        }

        for (var entry = 0; entry < arena.Entries.Count; entry++)
        {
            if (arena.Entries.StateOf(entry) != EntryState.Filling)
                continue;
            if (TryMark(entry))
            {
                arena.Nodes[entry] = new EvictionNode { Stage = EntryStage.Resting };
                resting.Add(entry);
            }
            else
            {
                arena.Entries.Drop(entry);
            }
        }

        Collect();
        return new ArenaLoad(_kept, _dropped, resting.Count);
    }

    /// <summary>Forgets everything that lies in the index.</summary>
    public void Clear()
    {
        for (var entry = arena.Entries.Count - 1; entry >= 0; entry--)
        {
            arena.Entries.Drop(entry);
            arena.AddFree(entry);
        }
    }

    private void Take(int entry)
    {
        var entries = arena.Entries;
        var length = entries.LengthOf(entry);
        if (!entries.IsIntact(entry) || entries.ExpiryOf(entry) is < 0 or > LastMillisecond || !TryMark(entry))
        {
            entries.Drop(entry);
            _dropped++;
            return;
        }

        var key = entries.KeyOf(entry);
        var tag = KeyTag.Of(key);
        var bytes = _segments.Sum(segment => arena.Rows.Classes.BlockBytes(segment.SizeClass));
        if (length > bytes || arena.Find(tag, key) >= 0 || !arena.Keys.TryAdd(tag, entry, arena.PoolRowOf(entry), entries.GenerationOf(entry), length))
        {
            _segments.ForEach(arena.Rows.Free);
            foreach (var extension in _extensions)
                arena.Nodes[extension].Stage = EntryStage.Free;
            entries.Drop(entry);
            _dropped++;
            return;
        }

        // What was used most before the restart does not leave first after it.
        arena.Nodes[entry] = new EvictionNode { Bytes = bytes, Uses = (byte)Math.Min(byte.MaxValue, entries.UsesOf(entry)) };
        arena.Publish(entry, tag, new StoreEntryHints(entries.GroupOf(entry), entries.PositionOf(entry), entries.CostOf(entry)));
        _kept++;
    }

    private bool TryMark(int entry)
    {
        _segments.Clear();
        _extensions.Clear();
        if (!arena.Entries.TryReadSegments(entry, _segments, _extensions))
            return false;
        for (var i = 0; i < _segments.Count; i++)
        {
            if (arena.Rows.TryMark(_segments[i]))
                continue;
            _segments[..i].ForEach(arena.Rows.Free);
            return false;
        }

        foreach (var extension in _extensions)
            arena.Nodes[extension].Stage = EntryStage.Filling;
        return true;
    }

    /// <summary>What nobody claimed is free, further segments without an owner among it.</summary>
    private void Collect()
    {
        for (var entry = arena.Entries.Count - 1; entry >= 0; entry--)
        {
            if (arena.Nodes[entry].Stage != EntryStage.Free)
                continue;
            arena.Entries.Drop(entry);
            arena.AddFree(entry);
        }
    }
}
