namespace KvFleet.Operator.Placement;

/// <summary>Turns a plan into the next step on every node: shrink before grow, and never a byte into what has not come back. Pure and deterministic.</summary>
public static class HolderPlacement
{
    /// <summary>The next steps, one per node, in the order of the input.</summary>
    /// <param name="input">What the step depends on.</param>
    public static IReadOnlyList<NodePlacement> Next(PlacementInput input)
    {
        var pools = input.Pools.ToDictionary(pool => pool.Uid, StringComparer.Ordinal);
        var room = new Room(input);
        return [.. input.Nodes.Select(node => new NodePlacer(input, node, pools, room).Place())];
    }
}
