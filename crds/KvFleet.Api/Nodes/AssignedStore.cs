using KvFleet.Api.Pools;

namespace KvFleet.Api.Nodes;

/// <summary>How an agent keeps blocks of a pool.</summary>
public sealed record AssignedStore
{
    /// <summary>By which rule blocks leave.</summary>
    public PoolEvictionPolicy EvictionPolicy { get; init; }

    /// <summary>Most of the memory that pinned blocks may keep, in percent.</summary>
    public int PinnedPercent { get; init; }

    /// <summary>Share of the memory that is freed ahead of need, in percent.</summary>
    public int HeadroomPercent { get; init; }
}
