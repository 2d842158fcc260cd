using System.Collections.Immutable;

namespace KvFleet.Agent.Reports;

/// <summary>What the agent holds at one moment. Immutable: made on the loop, read anywhere.</summary>
/// <param name="ObservedGeneration">Generation of the assignments it acts on; null while none are known or there is no KVCacheNode.</param>
/// <param name="NodeContainerConnected">Whether the privileged half can be reached.</param>
/// <param name="Pools">The pools, in the order of their names.</param>
internal sealed record NodeSnapshot(long? ObservedGeneration, bool NodeContainerConnected, ImmutableArray<PoolSnapshot> Pools)
{
    /// <summary>Before anything is known.</summary>
    public static NodeSnapshot Empty { get; } = new(null, false, []);
}
