using System.Collections.Immutable;

namespace KvFleet.Agent.Reconciliation;

/// <summary>What this node shall hold.</summary>
/// <param name="Generation"><c>metadata.generation</c> of the KVCacheNode it was read from; null without one.</param>
/// <param name="Pools">The pools. A pool that is not among them is given back.</param>
internal sealed record DesiredState(long? Generation, ImmutableArray<DesiredPool> Pools)
{
    /// <summary>Nothing.</summary>
    public static DesiredState Empty { get; } = new(null, []);
}
