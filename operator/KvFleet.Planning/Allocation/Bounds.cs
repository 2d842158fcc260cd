namespace KvFleet.Planning.Allocation;

/// <summary>Sets the bounds of each pool on each node before anything is shared out.</summary>
/// <param name="problem">What is to be shared out.</param>
/// <param name="preferCurrent">False on trial: then a node that is out for a while counts as if it were open, and what is assigned does not count at all.</param>
internal sealed class Bounds(KindProblem problem, bool preferCurrent)
{
    private readonly Fill _overNodes = new(problem.Nodes);
    private readonly Fill _overPools = new(problem.Pools.Length);

    /// <summary>Open nodes from nothing to the pool's maximum; kept ones exactly what they have, less what neither the pool's goal nor the node's budget carries.</summary>
    public void Set()
    {
        for (var index = 0; index < problem.Pools.Length; index++)
        {
            var pool = problem.Pools[index];
            pool.Refused = null;
            for (var node = 0; node < problem.Nodes; node++)
            {
                var room = problem.Blocked?[index][node] == true ? 0 : problem.Rooms.Quanta(node, 1);
                pool.MayGrow[node] = MayGrow(pool.Access[node]);
                pool.Lower[node] = preferCurrent && pool.Access[node].Kind == AccessKind.Keep ? Kept(pool, node, room) : 0;
                pool.Upper[node] = pool.MayGrow[node] ? Math.Min(pool.Maximum, room) : pool.Lower[node];
            }

            FitKeptToGoal(pool);
        }

        for (var node = 0; node < problem.Nodes; node++)
        {
            FitKeptToRoom(node);
        }
    }

    private bool MayGrow(Access access)
        => access.Kind == AccessKind.Open || (!preferCurrent && access.HeldBack);

    private static long Kept(PoolState pool, int node, long room) => Math.Min(Math.Min(pool.CurrentBytes[node] / pool.Quantum, pool.Maximum), room);

    private void FitKeptToGoal(PoolState pool)
    {
        if (pool.Lower.Sum() > pool.Goal)
        {
            var kept = (long[])pool.Lower.Clone();
            _overNodes.Split([.. kept.Select(quanta => (double)quanta)], new long[problem.Nodes], kept, pool.Goal, pool.Lower);
            CopyKept(pool);
        }
    }

    private void FitKeptToRoom(int node)
    {
        var kept = problem.Pools.Select(pool => pool.Lower[node]).ToArray();
        var room = problem.Rooms.Quanta(node, kept.Count(quanta => quanta > 0));
        if (kept.Sum() > room)
        {
            var parts = new long[kept.Length];
            _overPools.Split([.. problem.Pools.Select(pool => (double)pool.Pool.Weight)], new long[kept.Length], kept, room, parts);
            for (var index = 0; index < kept.Length; index++)
            {
                problem.Pools[index].Lower[node] = parts[index];
                CopyKept(problem.Pools[index]);
            }
        }
    }

    private static void CopyKept(PoolState pool)
    {
        for (var node = 0; node < pool.Lower.Length; node++)
        {
            if (!pool.MayGrow[node])
            {
                pool.Upper[node] = pool.Lower[node];
            }
        }
    }
}
