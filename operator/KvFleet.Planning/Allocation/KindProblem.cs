namespace KvFleet.Planning.Allocation;

/// <summary>The allocation of one kind of memory: nodes with room, pools with wishes.</summary>
/// <param name="Pools">The active pools of this kind, ordered by key.</param>
/// <param name="Weights">What capacity is proportional to, by node: the budget in bytes.</param>
/// <param name="Rooms">Quanta that fit.</param>
/// <param name="Blocked">Pairs, by pool and node, that must not be used; null if there are none.</param>
internal sealed record KindProblem(PoolState[] Pools, double[] Weights, NodeRooms Rooms, bool[][]? Blocked)
{
    /// <summary>How many nodes.</summary>
    public int Nodes => Weights.Length;
}
