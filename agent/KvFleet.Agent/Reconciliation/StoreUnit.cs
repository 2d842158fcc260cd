using System.Collections.Immutable;
using KvFleet.Agent.Disks;
using KvFleet.Agent.Telemetry;
using KvFleet.Native;
using KvFleet.Store;
using KvFleet.Store.Arenas;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Mappers;
using KvFleet.Store.Indexing;

namespace KvFleet.Agent.Reconciliation;

/// <summary>The store of one pool at run time: gets and gives back the memory of its holders. On the loop; the store itself is used from anywhere.</summary>
internal sealed class StoreUnit(PoolKey key, AgentContext context) : IDisposable
{
    /// <summary>Moved at once, under the store's lock: 1 or 2 ms.</summary>
    private const long RelocationStep = 16L << 20;

    private static readonly TimeSpan ClockPeriod = TimeSpan.FromMilliseconds(250);
    private readonly HashSet<HolderKey> _relocating = [];
    private ITimer? _clock;
    private DesiredStore? _desired;

    /// <summary>The store; null until a holder with an index is ready.</summary>
    public PoolStore? Store { get; private set; }

    /// <summary>The tier below its memory.</summary>
    public DiskUnit Disk { get; } = new(key, context);

    /// <summary>How its blocks are used again.</summary>
    public PoolReuse Reuse { get; } = new(context.Time);

    /// <summary>The key tables that engines may map.</summary>
    public ImmutableArray<ArenaKeys> KeyTables => Store?.Memory.KeyTables ?? [];

    /// <summary>Sets how it keeps values; at once where there is a store already.</summary>
    public void Want(DesiredStore? desired)
    {
        if (desired is null || desired == _desired)
            return;
        _desired = desired;
        Store?.Behave(desired.Policy, desired.PinnedFraction, desired.HeadroomFraction);
    }

    /// <summary>Whether values are being moved out of a holder's memory.</summary>
    public bool IsRelocating(HolderKey holder) => _relocating.Contains(holder);

    /// <summary>Puts a holder's extents into the pool's table, and its rows into the store.</summary>
    public void Publish(HolderKey holder, ImmutableArray<Extent> extents, PoolExtents table, long declaredStride)
    {
        var data = extents.Where(static extent => !extent.Plan.IsIndex).ToImmutableArray();
        if (extents.FirstOrDefault(static extent => extent.Plan.IsIndex) is not { } index)
        {
            table.Publish(holder, data);
            return;
        }

        Store ??= Open(declaredStride);
        var places = StoreMemory.ReadPlaces(key.Uid, index.File);
        var stride = Store.Memory.Stride is > 0 and var known ? known : places?.Stride ?? IndexGeometry.DefaultStride;
        table.Publish(holder, data, stride, places?.Offsets);
        _relocating.Remove(holder);
        // A drain was called off: the same memory, and what is in it.
        if (Store.Memory.TryResume(holder.ToString(), index.File))
            return;
        Store.Memory.Detach(holder.ToString());
        var source = data.Select(extent => new ArenaExtent(extent.File, extent.Plan.Bytes, table.Extents.First(entry => entry.Identity == extent.Identity).Offset));
        try
        {
            var load = Store.Memory.Attach(new ArenaSource(holder.ToString(), index.File, [.. source]));
            context.Logger.StoreAttached(key.ToString(), holder.ToString(), load.Kept, load.Dropped, load.Resting);
        }
        catch (NativeException e)
        {
            // Engines can still map it; nothing is stored in it.
            context.Logger.StoreNotAttached(e, key.ToString(), holder.ToString());
        }
    }

    /// <summary>Moves what is worth keeping out of a holder's memory, in steps beside the loop.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="done">Called on the loop at the end, unless the memory went away meanwhile.</param>
    /// <returns>False when there is nothing to move: nothing is called then.</returns>
    public bool TryRelocate(HolderKey holder, Action done)
    {
        if (Store is not { } store || !_relocating.Add(holder))
            return false;
        var name = holder.ToString();
        store.Memory.BeginDrain(name);
        var until = context.Time.GetUtcNow() + context.DrainDeadline;
        context.Start(cancellationToken => Task.Run(
            () =>
            {
                while (!cancellationToken.IsCancellationRequested && context.Time.GetUtcNow() < until && store.Memory.Relocate(name, RelocationStep))
                {
                    // Others get their turn at the lock between two steps.
                }

                context.Loop.Post(() =>
                {
                    if (_relocating.Remove(holder))
                        done();
                });
            },
            cancellationToken));
        return true;
    }

    /// <summary>Stops its clock. The store itself lives as long as clients have something of it: unmapping under them would end the process.</summary>
    public void Dispose()
    {
        _clock?.Dispose();
        if (Store is not null)
            context.Stores.Remove(key, Store);
    }

    /// <summary>Lets nobody find what is in a holder's memory: mappers are about to be told to let go.</summary>
    public void Hide(HolderKey holder) => Store?.Memory.Hide(holder.ToString());

    /// <summary>Gives a holder's memory up at once.</summary>
    public void Detach(HolderKey holder)
    {
        _relocating.Remove(holder);
        Store?.Memory.Detach(holder.ToString());
    }

    private PoolStore Open(long declaredStride)
    {
        var options = new StoreOptions { PoolUid = key.Uid, Stride = declaredStride };
        if (_desired is { } desired)
            options = options with { Policy = desired.Policy, PinnedFraction = desired.PinnedFraction, HeadroomFraction = desired.HeadroomFraction };
        var store = new PoolStore(options, context.Time) { Uses = Reuse };
        _clock = context.Time.CreateTimer(static store => ((PoolStore)store!).Tick(), store, ClockPeriod, ClockPeriod);
        // Before anybody finds the store: what clients remove or replace must be known below.
        Disk.Attach(store);
        context.Stores.Add(key, store);
        return store;
    }
}
