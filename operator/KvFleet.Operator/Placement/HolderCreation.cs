using KvFleet.Planning;

namespace KvFleet.Operator.Placement;

/// <summary>A holder pod to create.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Node">The node.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Bytes">Bytes it is to hold.</param>
/// <param name="OverheadBytes">Bytes of base pages it needs beside them.</param>
public sealed record HolderCreation(PlacementPool Pool, string Node, string Name, long Bytes, long OverheadBytes)
{
    /// <summary>The pool's key.</summary>
    public PoolKey Key => Pool.Key;
}
