using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Placement;

/// <summary>A holder pod to delete.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Reason">Why now.</param>
public sealed record HolderRemoval(HolderPod Pod, RemovalReason Reason);
