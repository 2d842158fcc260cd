namespace KvFleet.Planning.Allocation;

/// <summary>What is left of each node's budgets after fixed assignments and the overhead of holders of huge pages.</summary>
internal sealed class FreeMemory
{
    private readonly PoolState[] _pools;
    private readonly PlannerOptions _options;
    private readonly Dictionary<MemoryKind, long[]> _free = [];
    private readonly long[] _afterFixed;

    /// <summary>Subtracts what is fixed.</summary>
    public FreeMemory(NodeSnapshot[] nodes, PoolState[] pools, PlannerOptions options)
    {
        (_pools, _options) = (pools, options);
        foreach (var kind in Enum.GetValues<MemoryKind>())
        {
            _free[kind] = [.. nodes.Select(node => node.Budget[kind])];
        }

        foreach (var pool in pools.Where(pool => pool.FixedBytes > 0))
        {
            for (var node = 0; node < nodes.Length; node++)
            {
                if (pool.Access[node].Kind == AccessKind.Fixed)
                {
                    _free[pool.Pool.MemoryKind][node] -= pool.CurrentBytes[node];
                    _free[MemoryKind.Regular][node] -= OverheadOf(pool, node);
                }
            }
        }

        foreach (var free in _free.Values)
        {
            for (var node = 0; node < free.Length; node++)
            {
                free[node] = Math.Max(0, free[node]);
            }
        }

        _afterFixed = (long[])_free[MemoryKind.Regular].Clone();
    }

    /// <summary>Bytes left on each node.</summary>
    public long[] Of(MemoryKind kind) => _free[kind];

    /// <summary>Forgets what huge pages took of base pages, for another round.</summary>
    public void Reset() => _afterFixed.CopyTo(_free[MemoryKind.Regular], 0);

    /// <summary>Takes the overhead of huge-page holders out of base pages; pools come in order, and where nothing is left the node is blocked for the pool.</summary>
    /// <returns>Blocked pairs, by pool and node; null if the kind has its overhead in its own budget.</returns>
    public bool[][]? ReserveOverhead(MemoryKind kind, PoolState[] pools)
    {
        if (kind == MemoryKind.Regular)
        {
            return null;
        }

        var regular = _free[MemoryKind.Regular];
        var blocked = new bool[pools.Length][];
        for (var index = 0; index < pools.Length; index++)
        {
            blocked[index] = new bool[regular.Length];
            for (var node = 0; node < regular.Length; node++)
            {
                if (pools[index].Goal > 0 && pools[index].Access[node] is { Kind: AccessKind.Open } or { HeldBack: true })
                {
                    var overhead = HugeOverhead(pools[index], node);
                    blocked[index][node] = overhead > regular[node];
                    regular[node] -= blocked[index][node] ? 0 : overhead;
                }
            }
        }

        return blocked;
    }

    /// <summary>Replaces what was reserved for huge-page holders by what the pools planned so far need.</summary>
    public void SettleOverhead()
    {
        Reset();
        foreach (var pool in _pools.Where(pool => pool.IsActive && pool.Pool.MemoryKind != MemoryKind.Regular))
        {
            for (var node = 0; node < pool.Final.Length; node++)
            {
                _free[MemoryKind.Regular][node] -= pool.Final[node] > 0 ? HugeOverhead(pool, node) : 0;
            }
        }
    }

    private long HugeOverhead(PoolState pool, int node)
        => NodeRooms.Overhead(Math.Max(pool.Quantum, _free[pool.Pool.MemoryKind][node]), _options.ReservedHoldersPerPoolAndNode, pool.Pool.MemoryKind, _options);

    private long OverheadOf(PoolState pool, int node)
    {
        var holders = Math.Min(_options.ReservedHoldersPerPoolAndNode, (pool.CurrentBytes[node] + pool.Quantum - 1) / pool.Quantum);
        return NodeRooms.Overhead(pool.CurrentBytes[node], holders, pool.Pool.MemoryKind, _options);
    }
}
