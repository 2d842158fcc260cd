using KvFleet.Api.Nodes;

namespace KvFleet.Operator.Placement;

/// <summary>The next step on one node. Order matters: create, then tell the agent, then remove what was already drained.</summary>
/// <param name="Node">The node.</param>
/// <param name="Spec">What the agent is to be told. Holders that are being created are added once their pods exist.</param>
/// <param name="Create">Pods to create.</param>
/// <param name="Remove">Pods to delete.</param>
/// <param name="Delayed">Pods that are wanted, but not now.</param>
public sealed record NodePlacement(
    string Node, KVCacheNodeSpec Spec, IReadOnlyList<HolderCreation> Create, IReadOnlyList<HolderRemoval> Remove, IReadOnlyList<GrowthDelay> Delayed);
