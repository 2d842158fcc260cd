namespace KvFleet.Operator.Placement;

/// <summary>
/// Counts what holders occupy now, those on their way out included, so that nothing grows into bytes that have not come back: on the node, in the pool, in the namespace.
/// Bytes alone are counted: the plan has kept room for overhead, and a pool that grew in many steps would wait for ever for a few MiB; there the scheduler has the last word.
/// </summary>
internal sealed class Room
{
    private readonly Dictionary<string, long[]> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _pools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _namespaces = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, long> _caps;

    public Room(PlacementInput input)
    {
        _caps = input.NamespaceCaps;
        foreach (var node in input.Nodes)
        {
            var used = _nodes[node.Name] = new long[3];
            foreach (var pod in node.Holders.Where(pod => !pod.Ended))
            {
                used[(int)pod.Kind] += pod.Bytes;
                if (node.Answers)
                    Add(pod.PoolUid, pod.Pool.Namespace, pod.Bytes);
            }
        }
    }

    /// <summary>What stands in the way of a new holder; null if nothing does, and then its bytes are taken.</summary>
    /// <param name="node">The node.</param>
    /// <param name="creation">The holder.</param>
    public GrowthDelayReason? Take(NodeState node, HolderCreation creation)
    {
        var (pool, kind, bytes) = (creation.Pool, creation.Pool.Kind, creation.Bytes);
        var used = _nodes[node.Name];
        if (used[(int)kind] + bytes > node.Budget[kind])
            return GrowthDelayReason.NodeRoom;
        if (_pools.GetValueOrDefault(pool.Uid) + bytes > pool.LimitBytes)
            return GrowthDelayReason.PoolRoom;
        if (_caps.TryGetValue(pool.Key.Namespace, out var cap) && _namespaces.GetValueOrDefault(pool.Key.Namespace) + bytes > cap)
            return GrowthDelayReason.NamespaceRoom;
        used[(int)kind] += bytes;
        Add(pool.Uid, pool.Key.Namespace, bytes);
        return null;
    }

    private void Add(string poolUid, string @namespace, long bytes)
    {
        _pools[poolUid] = _pools.GetValueOrDefault(poolUid) + bytes;
        _namespaces[@namespace] = _namespaces.GetValueOrDefault(@namespace) + bytes;
    }
}
