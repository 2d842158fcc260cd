namespace KvFleet.Planning.Holders;

/// <summary>What one pool is to hold on one node, and the holders it has there.</summary>
/// <param name="PoolName">The pool's name, for readable pod names.</param>
/// <param name="PoolUid">The pool's uid.</param>
/// <param name="Node">The node's name.</param>
/// <param name="TargetBytes">Bytes wanted; 0 removes everything.</param>
/// <param name="Holders">The pods that exist, in any order.</param>
/// <param name="MemoryKind">What the pool's memory is made of.</param>
public sealed record HolderLayoutRequest(
    string PoolName, string PoolUid, string Node, long TargetBytes, IReadOnlyList<HolderSnapshot> Holders, MemoryKind MemoryKind = MemoryKind.Regular);
