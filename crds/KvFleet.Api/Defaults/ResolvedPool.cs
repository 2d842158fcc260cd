using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Model.Geometry;

namespace KvFleet.Api.Defaults;

/// <summary>A pool's spec with every default filled in and every quantity a number. All sizes are bytes.</summary>
/// <param name="Layout">Rows of the pool.</param>
/// <param name="BytesPerToken">KV bytes of one token over all ranks, without padding.</param>
/// <param name="CapacityBytes">Host memory over the whole fleet.</param>
/// <param name="MinPerNodeBytes">Least that a node holds; null for none.</param>
/// <param name="MaxPerNodeBytes">Most that a node holds; null for none.</param>
/// <param name="HugePages">Page size of the memory.</param>
/// <param name="NumaPolicy">Placement on NUMA nodes.</param>
/// <param name="Weight">Share of a node relative to other pools.</param>
/// <param name="Paused">Whether the pool keeps exactly what it has.</param>
/// <param name="LocalDisk">Its local disk; null for none.</param>
public sealed record ResolvedPool(
    KvRowLayout Layout,
    long BytesPerToken,
    long CapacityBytes,
    long? MinPerNodeBytes,
    long? MaxPerNodeBytes,
    HugePageSize HugePages,
    NumaPlacement NumaPolicy,
    int Weight,
    bool Paused,
    ResolvedDisk? LocalDisk = null)
{
    /// <summary>How blocks are kept.</summary>
    public AssignedStore Store { get; init; } = new() { PinnedPercent = PoolDefaults.PinnedPercent, HeadroomPercent = PoolDefaults.HeadroomPercent };

    /// <summary>The model's KV: shape, format and ranks.</summary>
    public ResolvedModel? Model { get; init; }

    /// <summary>What its tiers are to improve.</summary>
    public PoolObjective Objective { get; init; }

    /// <summary>What it asks of a shared filesystem; null for nothing.</summary>
    public ResolvedShared? Shared { get; init; }

    /// <summary>How it is served over the Redis protocol on TCP; null for not at all.</summary>
    public ResolvedResp? Resp { get; init; }

    /// <summary>Which other namespaces use it; null for none.</summary>
    public AssignedSharing? Sharing { get; init; }
}
