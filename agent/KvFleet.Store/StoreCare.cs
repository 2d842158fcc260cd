using KvFleet.Store.Arenas;
using KvFleet.Store.Eviction;

namespace KvFleet.Store;

/// <summary>What is bound to time: pins, hints, slots that rest, headroom. Under the store's lock.</summary>
internal sealed class StoreCare(PoolStore store, ArenaSet arenas)
{
    /// <summary>A hint is forgotten when its time is over by this much.</summary>
    private const long HintGrace = 10_000;

    /// <summary>A hint reaches this far at most, so that what nobody comes back for does not stay.</summary>
    private const long LongestHint = 3_600_000;

    private readonly Dictionary<StoreArena, DeadlineQueue> _pins = [];
    private readonly Dictionary<StoreArena, DeadlineQueue> _hints = [];
    private readonly Dictionary<StoreArena, DeadlineQueue> _resting = [];

    /// <summary>Bytes that pins keep.</summary>
    public long PinnedBytes { get; private set; }

    /// <summary>Keeps a value until a time; a value that is kept longer already stays so.</summary>
    /// <returns>False when the pinned share is used up.</returns>
    public bool TryPin(StoreArena arena, int entry, long until)
    {
        ref var node = ref arena.Nodes[entry];
        if (node.Stage != EntryStage.Pinned)
        {
            var most = store.Options.PinnedFraction * arenas.Active.Sum(static active => active.Rows.Rows * active.Rows.Classes.Stride);
            if (arena.IsDraining || PinnedBytes + node.Bytes > most || !Queue(_pins, arena).TryAdd(entry, arena.Entries.GenerationOf(entry), until))
                return false;
            arena.Queue.Pin(entry);
            PinnedBytes += node.Bytes;
        }
        else if (!Queue(_pins, arena).TryAdd(entry, arena.Entries.GenerationOf(entry), until))
        {
            return false;
        }

        node.PinnedUntil = until;
        return true;
    }

    /// <summary>Lets go of a value.</summary>
    public void Unpin(StoreArena arena, int entry)
    {
        if (arena.Nodes[entry].Stage != EntryStage.Pinned)
            return;
        PinnedBytes -= arena.Nodes[entry].Bytes;
        arena.Queue.Unpin(entry);
    }

    /// <summary>Notes when a value is used next: <see cref="long.MaxValue"/> for never, 0 for nobody knows.</summary>
    public void Hint(StoreArena arena, int entry, long nextUse)
    {
        ref var node = ref arena.Nodes[entry];
        if (node.Stage is not (EntryStage.Evictable or EntryStage.Hinted))
            return;
        if (nextUse == 0)
            arena.Queue.Unhint(entry);
        else if (nextUse == long.MaxValue)
            arena.Queue.Hint(entry, nextUse);
        else if (Math.Min(nextUse, store.Now + LongestHint) is var next && Queue(_hints, arena).TryAdd(entry, arena.Entries.GenerationOf(entry), next + HintGrace))
            arena.Queue.Hint(entry, next);
    }

    /// <summary>Lets a slot rest that somebody may still write to.</summary>
    public void Rest(StoreArena arena, int entry, TimeSpan rest)
    {
        arena.Rest(entry);
        RestUntil(arena, entry, store.Now + (long)rest.TotalMilliseconds);
    }

    /// <summary>Lets a slot rest that an agent before this one gave out; a rest that began under that one goes on.</summary>
    public void RestInherited(StoreArena arena, int entry)
    {
        var latest = store.Now + (long)store.Options.InheritedRest.TotalMilliseconds;
        RestUntil(arena, entry, arena.Entries.RestsUntil(entry) is > 0 and var begun && begun < latest ? begun : latest);
    }

    /// <summary>Nobody finds the value from now on.</summary>
    public void Unpublish(StoreArena arena, int entry)
    {
        if (arena.Nodes[entry].Stage == EntryStage.Pinned)
            PinnedBytes -= arena.Nodes[entry].Bytes;
        arena.Unpublish(entry);
    }

    /// <summary>Forgets an arena.</summary>
    public void Forget(StoreArena arena)
    {
        for (var entry = 0; entry < arena.Entries.Count; entry++)
            Unpin(arena, entry);
        _pins.Remove(arena);
        _hints.Remove(arena);
        _resting.Remove(arena);
    }

    /// <summary>Does what is due.</summary>
    public void Tick()
    {
        var now = store.Now;
        foreach (var (arena, queue) in _pins)
        {
            while (queue.TryTake(now, out var due))
            {
                if (Is(arena, due, EntryStage.Pinned) && arena.Nodes[due.Entry].PinnedUntil <= now)
                    Unpin(arena, due.Entry);
            }
        }

        foreach (var (arena, queue) in _hints)
        {
            while (queue.TryTake(now, out var due))
            {
                if (Is(arena, due, EntryStage.Hinted) && arena.Nodes[due.Entry].NextUse + HintGrace <= now)
                    arena.Queue.Unhint(due.Entry);
            }
        }

        foreach (var (arena, queue) in _resting)
        {
            while (queue.TryTake(now, out var due))
            {
                if (Is(arena, due, EntryStage.Resting))
                    arena.Free(due.Entry);
            }
        }

        foreach (var arena in arenas.Active)
            KeepHeadroom(arena);
    }

    private static bool Is(StoreArena arena, DeadlineQueue.Item item, EntryStage stage) =>
        arena.Nodes[item.Entry].Stage == stage && arena.Entries.GenerationOf(item.Entry) == item.Generation;

    private static DeadlineQueue Queue(Dictionary<StoreArena, DeadlineQueue> queues, StoreArena arena) =>
        queues.TryGetValue(arena, out var queue) ? queue : queues[arena] = new DeadlineQueue();

    private void RestUntil(StoreArena arena, int entry, long until)
    {
        arena.Entries.RestsUntil(entry) = until;
        if (!Queue(_resting, arena).TryAdd(entry, arena.Entries.GenerationOf(entry), until))
            arena.Free(entry);
    }

    private void KeepHeadroom(StoreArena arena)
    {
        var wanted = (int)(arena.Rows.Rows * store.Options.HeadroomFraction);
        if (arena.Rows.FreeRows >= wanted)
            return;
        store.Tier.Wake();
        for (var tries = 0; arena.Rows.FreeRows < wanted && tries < wanted * 4; tries++)
        {
            if (!arena.TryEvict(out _))
                return;
            store.Counters.Evictions++;
        }
    }
}
