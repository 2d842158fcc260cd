using KvFleet.Store.Eviction;
using KvFleet.Store.Rows;

namespace KvFleet.Store.Arenas;

/// <summary>Empties one row of its small values. Looks at every entry, so it is for when evicting one by one has not freed a row.</summary>
internal static class RowSweep
{
    /// <summary>Unpublishes what lies in the row with the fewest blocks in use.</summary>
    /// <param name="arena">The arena.</param>
    /// <param name="avoid">An entry that has just left.</param>
    /// <returns>Values that left.</returns>
    public static int Empty(StoreArena arena, int avoid)
    {
        var row = arena.Rows.EmptiestPartial();
        if (row < 0)
            return 0;
        var left = 0;
        List<RowSegment> segments = [];
        List<int> extensions = [];
        for (var entry = 0; entry < arena.Entries.Count; entry++)
        {
            if (entry == avoid || arena.Nodes[entry] is not { Stage: EntryStage.Evictable or EntryStage.Hinted, Leases: 0 })
                continue;
            segments.Clear();
            extensions.Clear();
            if (!arena.Entries.TryReadSegments(entry, segments, extensions) || !segments.Exists(segment => segment.Row == row))
                continue;
            arena.Unpublish(entry);
            left++;
        }

        return left;
    }
}
