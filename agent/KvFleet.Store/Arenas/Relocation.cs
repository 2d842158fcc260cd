using KvFleet.Store.Eviction;

namespace KvFleet.Store.Arenas;

/// <summary>Moves values out of an arena that is given back, the most used first, as long as they are worth more than what they displace.</summary>
internal sealed class Relocation(PoolStore store, ArenaSet arenas, StoreArena from)
{
    /// <summary>Moves some.</summary>
    /// <param name="bytes">About how many bytes.</param>
    /// <returns>Whether there may be more.</returns>
    public bool Step(long bytes)
    {
        var candidates = new PriorityQueue<int, long>();
        for (var entry = 0; entry < from.Nodes.Length; entry++)
        {
            // A leased one, too: it is copied, and its old place is free when the lease ends.
            if (from.IsFound(entry))
                candidates.Enqueue(entry, -(long)from.Entries.UsesOf(entry));
        }

        while (bytes > 0 && candidates.TryDequeue(out var entry, out _))
        {
            if (!TryMove(entry))
                return false;
            bytes -= Math.Max(1, from.Nodes[entry].Bytes);
        }

        return candidates.Count > 0;
    }

    private bool TryMove(int entry)
    {
        var length = from.Entries.LengthOf(entry);
        if (TakePlace(entry, length) is not var (to, place))
            return false;
        var pinnedUntil = from.Nodes[entry].Stage == EntryStage.Pinned ? from.Nodes[entry].PinnedUntil : 0;
        // The strides are the same, so both are cut alike.
        foreach (var (source, target) in from.SegmentsOf(entry, length).Zip(to.SegmentsOf(place, length)))
            source.Span.CopyTo(target.Span);
        var key = from.Entries.KeyOf(entry).ToArray();
        var hints = new StoreEntryHints(from.Entries.GroupOf(entry), from.Entries.PositionOf(entry), from.Entries.CostOf(entry));
        var (expiry, uses, flags, tag) = (from.Entries.ExpiryOf(entry), from.Entries.UsesOf(entry), from.Entries.FlagsOf(entry), from.Nodes[entry].Tag);
        to.Nodes[place].Uses = from.Nodes[entry].Uses;
        store.Care.Unpublish(from, entry);
        if (!to.TryCommit(place, tag, key, length, hints))
        {
            to.Abort(place);
            return true;
        }

        (to.Entries.ExpiryOf(place), to.Entries.UsesOf(place), to.Entries.FlagsOf(place)) = (expiry, uses, flags);
        if (pinnedUntil != 0)
            store.Care.TryPin(to, place, pinnedUntil);
        store.Counters.Relocations++;
        return true;
    }

    private (StoreArena To, int Place)? TakePlace(int entry, long length)
    {
        foreach (var to in arenas.Active)
        {
            if (to.TryBegin(length, out var place))
                return (to, place);
        }

        foreach (var to in arenas.Active)
        {
            var coldest = to.Queue.Coldest(1).FirstOrDefault(-1);
            // Moving costs, too: for one use more it is not worth it.
            if (coldest < 0 || to.Entries.UsesOf(coldest) + 1 >= from.Entries.UsesOf(entry) || !to.TryEvict(out _))
                continue;
            store.Counters.Evictions++;
            if (to.TryBegin(length, out var place))
                return (to, place);
        }

        return null;
    }
}
