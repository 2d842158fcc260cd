using KvFleet.Store.Eviction;

namespace KvFleet.Store;

/// <summary>How the store of a pool behaves.</summary>
public sealed record StoreOptions
{
    /// <summary>Uid of the pool. Memory that another pool left behind is not read.</summary>
    public required string PoolUid { get; init; }

    /// <summary>Bytes of a row as the model's geometry has them; 0 while unknown.</summary>
    public long Stride { get; init; }

    /// <summary>By which rule entries leave.</summary>
    public EvictionPolicy Policy { get; init; } = EvictionPolicy.CostAware;

    /// <summary>Most of the rows' bytes that pins may keep, 0 to 1.</summary>
    public double PinnedFraction { get; init; } = 0.25;

    /// <summary>Share of the rows that is kept free ahead of need, 0 to 1.</summary>
    public double HeadroomFraction { get; init; } = 0.02;

    /// <summary>How long a slot rests whose writer went away without giving it back: a device may still write to it.</summary>
    public TimeSpan AbandonedRest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a slot rests that was being filled when the agent before this one ended: its writer may not have noticed yet.</summary>
    public TimeSpan InheritedRest { get; init; } = TimeSpan.FromSeconds(60);
}
