using KvFleet.Store.Arenas;

namespace KvFleet.Store;

/// <summary>What a store counts. Changed under its lock.</summary>
internal sealed class StoreCounters
{
    public long Hits { get; set; }

    public long Misses { get; set; }

    public long Commits { get; set; }

    public long Evictions { get; set; }

    public long Relocations { get; set; }

    public long Dropped { get; set; }

    public double SecondsSaved { get; set; }

    public StoreStatistics Report(ArenaSet arenas, long pinnedBytes) => new()
    {
        Stride = arenas.Stride,
        CapacityBytes = arenas.All.Sum(static arena => arena.Rows.Rows * arena.Rows.Classes.Stride),
        UsedBytes = arenas.All.Sum(static arena => arena.Rows.UsedBytes),
        PartialBytes = arenas.All.Sum(static arena => arena.Rows.PartialBytes),
        ValueBytes = arenas.All.Sum(static arena => arena.ValueBytes),
        PinnedBytes = pinnedBytes,
        FreeRows = arenas.All.Sum(static arena => (long)arena.Rows.FreeRows),
        Keys = arenas.All.Sum(static arena => (long)arena.KeyCount),
        Holds = arenas.All.Sum(static arena => (long)arena.Holds),
        Hits = Hits,
        Misses = Misses,
        Commits = Commits,
        Evictions = Evictions,
        Relocations = Relocations,
        Dropped = Dropped,
        SecondsSaved = SecondsSaved,
    };
}
