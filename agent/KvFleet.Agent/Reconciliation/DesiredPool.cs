using System.Collections.Immutable;
using KvFleet.Agent.Disks;
using KvFleet.Store.Extents;

namespace KvFleet.Agent.Reconciliation;

/// <summary>One pool as it is wanted on this node.</summary>
/// <param name="Key">The pool.</param>
/// <param name="RowStrideBytes">Bytes from one row to the next; 0 while unknown.</param>
/// <param name="HugePageBytes">Huge page size in bytes; 0 for base pages.</param>
/// <param name="Placement">How its memory lies on the NUMA nodes.</param>
/// <param name="Holders">Its holders here.</param>
internal sealed record DesiredPool(PoolKey Key, long RowStrideBytes, long HugePageBytes, ExtentPlacement Placement, ImmutableArray<DesiredHolder> Holders)
{
    /// <summary>How blocks are kept; null for as it is by default.</summary>
    public DesiredStore? Store { get; init; }

    /// <summary>How it is served over the Redis protocol on TCP; null for not at all.</summary>
    public DesiredResp? Resp { get; init; }

    /// <summary>What pods of other namespaces may do with it.</summary>
    public DesiredSharing Sharing { get; init; } = DesiredSharing.Private;

    /// <summary>What it has on the disk; null for nothing.</summary>
    public DesiredDisk? Disk { get; init; }
}
