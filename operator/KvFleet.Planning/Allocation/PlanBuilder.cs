namespace KvFleet.Planning.Allocation;

/// <summary>One planning run: sorts the input, works out who may do what, allocates each kind of memory, and states the result.</summary>
internal sealed class PlanBuilder
{
    /// <summary>Rounds in which namespace caps are re-offered; each leaves fewer pools that can take more.</summary>
    private const int MaxCapRounds = 4;

    /// <summary>Huge pages first: the overhead of their holders comes out of the budget of base pages.</summary>
    private static readonly MemoryKind[] Order = [MemoryKind.HugePages1Gi, MemoryKind.HugePages2Mi, MemoryKind.Regular];

    private readonly Snapshot _snapshot;
    private readonly NodeSnapshot[] _nodes;
    private readonly PoolState[] _pools;
    private readonly Dictionary<MemoryKind, NodeRooms> _rooms = [];

    /// <summary>Prepares a run.</summary>
    public PlanBuilder(Snapshot snapshot)
    {
        SnapshotCheck.Throw(snapshot);
        _snapshot = snapshot;
        _nodes = [.. snapshot.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal)];
        _pools = [.. snapshot.Pools.OrderBy(pool => pool.Key).Select(State)];
    }

    /// <summary>Makes the plan.</summary>
    public Plan Build()
    {
        var recheckAt = SetAccess();
        var free = new FreeMemory(_nodes, _pools, _snapshot.Options);
        SetGoals(free);
        var problems = Allocate(free, settle: true);
        var writer = new PlanWriter(_snapshot, _nodes, problems);
        return new Plan([.. _pools.Select(writer.Write)], recheckAt);
    }

    private KindProblem[] Allocate(FreeMemory free, bool settle)
    {
        var problems = new List<KindProblem>();
        foreach (var pool in _pools)
        {
            Array.Clear(pool.Final);
        }

        free.Reset();
        foreach (var kind in Order)
        {
            PoolState[] pools = [.. _pools.Where(pool => pool.IsActive && pool.Pool.MemoryKind == kind)];
            if (pools.Length == 0)
            {
                continue;
            }

            var blocked = free.ReserveOverhead(kind, pools);
            var problem = new KindProblem(pools, [.. _nodes.Select(node => (double)node.Budget[kind])], Rooms(kind, free.Of(kind), pools), blocked);
            new IdealAllocator(problem, preferCurrent: settle).Allocate();
            new Stabilizer(problem, _snapshot.Options.DeadBand, preferCurrent: settle).Settle();
            free.SettleOverhead();
            problems.Add(problem);
        }

        return [.. problems];
    }

    private NodeRooms Rooms(MemoryKind kind, long[] free, PoolState[] pools)
    {
        if (!_rooms.TryGetValue(kind, out var rooms) || !rooms.Are(free, pools.Length))
        {
            _rooms[kind] = rooms = new NodeRooms(free, pools[0].Quantum, kind, pools.Length, _snapshot.Options);
        }

        return rooms;
    }

    /// <summary>
    /// Goals under the caps of namespaces: what the nodes of one pool have no room for goes to the others. Found on trial allocations that do not look at what is assigned at present: goals that
    /// depended on it would change again once the plan is carried out.
    /// </summary>
    private void SetGoals(FreeMemory free)
    {
        var shares = new NamespaceShares(_pools, _snapshot.NamespaceCaps);
        shares.SetGoals();
        for (var round = 0; round < MaxCapRounds && _pools.Any(pool => pool.Goal < pool.Wish); round++)
        {
            Allocate(free, settle: false);
            if (!shares.Reoffer())
            {
                return;
            }

            shares.SetGoals();
        }
    }

    private PoolState State(PoolSnapshot pool)
    {
        var quantum = Quantum(pool.MemoryKind);
        var state = new PoolState(pool, PoolProblems.Find(pool, quantum), quantum, _nodes.Length);
        for (var node = 0; node < _nodes.Length; node++)
        {
            state.CurrentBytes[node] = pool.Current.GetValueOrDefault(_nodes[node].Name);
        }

        return state;
    }

    private long Quantum(MemoryKind kind)
    {
        var page = kind == MemoryKind.HugePages1Gi ? 1L << 30 : 1L;
        return (_snapshot.Options.QuantumBytes + page - 1) / page * page;
    }

    private DateTimeOffset? SetAccess()
    {
        var rules = new AccessRules(_snapshot);
        DateTimeOffset? recheckAt = null;
        foreach (var pool in _pools)
        {
            for (var node = 0; node < _nodes.Length; node++)
            {
                var access = rules.For(pool.Pool, pool.Problem is not null, _nodes[node], pool.CurrentBytes[node]);
                pool.Access[node] = access;
                pool.FixedBytes += access.Kind == AccessKind.Fixed ? pool.CurrentBytes[node] : 0;
                if (access is { Kind: AccessKind.Keep, Reason: PlanReason.NodeNotAnswering } && rules.GraceEndsAt(_nodes[node]) is { } end && (recheckAt is null || end < recheckAt))
                {
                    recheckAt = end;
                }
            }

            pool.IsActive = _snapshot.Options.Mode == FleetMode.Run && pool is { Problem: null, Pool: { Paused: false, Deleting: false } };
            pool.Wish = pool.IsActive ? pool.Pool.CapacityBytes / pool.Quantum : 0;
        }

        return recheckAt;
    }
}
