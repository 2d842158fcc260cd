namespace KvFleet.Planning;

/// <summary>What every pool is to have on every node.</summary>
public sealed record Plan
{
    private readonly Dictionary<PoolKey, PoolPlan> _byKey;
    private readonly Lazy<ILookup<string, NodeAssignment>> _byNode;

    /// <summary>Makes a plan out of its pools.</summary>
    /// <param name="pools">One entry per pool, ordered by key.</param>
    /// <param name="recheckAt">When the same snapshot would give another plan.</param>
    public Plan(IReadOnlyList<PoolPlan> pools, DateTimeOffset? recheckAt)
    {
        Pools = pools;
        RecheckAt = recheckAt;
        _byKey = pools.ToDictionary(pool => pool.Key);
        _byNode = new(() => Assignments.ToLookup(assignment => assignment.Node, StringComparer.Ordinal));
    }

    /// <summary>One entry per pool of the snapshot, ordered by key.</summary>
    public IReadOnlyList<PoolPlan> Pools { get; }

    /// <summary>When to plan again although nothing changed: the earliest end of a grace; null if there is none.</summary>
    public DateTimeOffset? RecheckAt { get; }

    /// <summary>All assignments, zeros included, by pool and then node name.</summary>
    public IEnumerable<NodeAssignment> Assignments => Pools.SelectMany(pool => pool.Assignments);

    /// <summary>What the plan gives to one pool, or null if the snapshot did not have it.</summary>
    /// <param name="key">The pool.</param>
    public PoolPlan? ForPool(PoolKey key) => _byKey.GetValueOrDefault(key);

    /// <summary>The assignments of one node, zeros included, ordered by pool.</summary>
    /// <param name="node">The node's name.</param>
    public IEnumerable<NodeAssignment> ForNode(string node) => _byNode.Value[node];

    /// <summary>The bytes of one pool on one node.</summary>
    /// <param name="key">The pool.</param>
    /// <param name="node">The node's name.</param>
    public long BytesFor(PoolKey key, string node) => _byNode.Value[node].FirstOrDefault(assignment => assignment.Pool == key)?.Bytes ?? 0;
}
