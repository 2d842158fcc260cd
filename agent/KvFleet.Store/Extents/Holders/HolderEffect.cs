using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>Something to be done for a holder. Its result comes back as a <see cref="HolderEvent"/>.</summary>
public abstract record HolderEffect
{
    private HolderEffect()
    {
    }

    /// <summary>Ask it for memory files.</summary>
    /// <param name="Extents">The extents.</param>
    public sealed record Allocate(ImmutableArray<ExtentPlan> Extents) : HolderEffect;

    /// <summary>Have the locker map an extent and set its NUMA policy.</summary>
    /// <param name="Extent">The extent.</param>
    public sealed record Prepare(ExtentPlan Extent) : HolderEffect;

    /// <summary>Queue for a turn to populate: one holder of a node populates at a time.</summary>
    public sealed record JoinPopulation : HolderEffect;

    /// <summary>Give the turn, or the place in the queue, back.</summary>
    public sealed record LeavePopulation : HolderEffect;

    /// <summary>Ask it to make the pages of extents.</summary>
    /// <param name="Ids">The extents.</param>
    public sealed record Populate(ImmutableArray<string> Ids) : HolderEffect;

    /// <summary>Have the locker lock an extent.</summary>
    /// <param name="Id">The extent.</param>
    public sealed record Lock(string Id) : HolderEffect;

    /// <summary>Have the locker give an extent up: a lock taken again over new pages must be a new one.</summary>
    /// <param name="Id">The extent.</param>
    public sealed record Unlock(string Id) : HolderEffect;

    /// <summary>Put extents into the pool's table: engines get them.</summary>
    /// <param name="Ids">The extents.</param>
    public sealed record Publish(ImmutableArray<string> Ids) : HolderEffect;

    /// <summary>Tell every mapper to let go of extents, and watch until they have.</summary>
    /// <param name="Ids">The extents.</param>
    public sealed record Revoke(ImmutableArray<string> Ids) : HolderEffect;

    /// <summary>Unlock extents, close them here and have the holder close them.</summary>
    /// <param name="Ids">The extents.</param>
    public sealed record Release(ImmutableArray<string> Ids) : HolderEffect;

    /// <summary>The holder is gone: unlock extents, close them here, revoke them from mappers.</summary>
    /// <param name="Ids">The extents.</param>
    /// <param name="WereExposed">Mappers may have them.</param>
    public sealed record Drop(ImmutableArray<string> Ids, bool WereExposed) : HolderEffect;

    /// <summary>Close its connection, saying why.</summary>
    /// <param name="Reason">Machine-readable.</param>
    /// <param name="Message">In words.</param>
    public sealed record Refuse(string Reason, string Message) : HolderEffect;
}
