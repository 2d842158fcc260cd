using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Telemetry;
using KvFleet.Api.Reports;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Reports;

/// <summary>One pool at one moment.</summary>
/// <param name="Key">The pool.</param>
/// <param name="Holders">Its holders, in the order of their names.</param>
/// <param name="Revoked">Entries of its table that are being given back.</param>
/// <param name="Verdict">Which of them are stuck, and with whom.</param>
/// <param name="Keepers">Who keeps them, in words; null when nobody is late.</param>
/// <param name="Mappers">Pods with connections.</param>
/// <param name="Pods">Names of pods by uid.</param>
internal sealed record PoolSnapshot(
    PoolKey Key,
    ImmutableArray<HolderSnapshot> Holders,
    ImmutableArray<PoolExtent> Revoked,
    DrainVerdict Verdict,
    string? Keepers,
    ImmutableArray<MapperSnapshot> Mappers,
    ImmutableDictionary<string, MapperIdentity> Pods)
{
    /// <summary>How it is served over the Redis protocol on TCP; null when it is not to be.</summary>
    public RespReport? Resp { get; init; }

    /// <summary>Tells how its blocks are used again, when it is asked.</summary>
    public PoolReuse? Reuse { get; init; }

    /// <summary>Its local disk; null when it has none.</summary>
    public DiskSnapshot? Disk { get; init; }
}
