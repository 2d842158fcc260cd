namespace KvFleet.Planning.Allocation;

/// <summary>Shares nodes out as if nothing were assigned yet: each pool over its nodes in proportion to their budgets, each node over its pools by weight.</summary>
/// <param name="problem">What is to be shared out.</param>
/// <param name="preferCurrent">Whether pools with a minimum keep to the nodes they have: which nodes they use is the one thing the ideal cannot tell without looking.</param>
internal sealed class IdealAllocator(KindProblem problem, bool preferCurrent)
{
    /// <summary>Each round satisfies pools or fills nodes; a handful is usual. What would take more is handed out in order.</summary>
    private const int MaxRounds = 64;

    private readonly Fill _overNodes = new(problem.Nodes);
    private readonly Fill _overPools = new(problem.Pools.Length);
    private readonly double[] _poolWeights = [.. problem.Pools.Select(pool => (double)pool.Pool.Weight)];
    private readonly double[] _credit = new double[problem.Pools.Length];
    private readonly long[] _free = new long[problem.Nodes];
    private readonly long[] _upper = new long[problem.Nodes];
    private readonly long[][] _claims = [.. problem.Pools.Select(_ => new long[problem.Nodes])];

    /// <summary>Fills every pool's <see cref="PoolState.Ideal"/>.</summary>
    public void Allocate()
    {
        new Bounds(problem, preferCurrent).Set();
        var pools = new Admission(problem, preferCurrent).Admit();
        foreach (var pool in problem.Pools)
        {
            pool.Lower.CopyTo(pool.Ideal, 0);
        }

        ShareOut(pools);
        if (problem.Pools.Any(pool => pool.IdealSum < pool.Goal))
        {
            TopUp(pools);
        }
    }

    /// <summary>Overhead was kept for every pool that might have come to a node; those that did not leave room for those that did.</summary>
    private void TopUp(int[] pools)
    {
        Array.Clear(pools);
        foreach (var pool in problem.Pools)
        {
            for (var node = 0; node < problem.Nodes; node++)
            {
                pools[node] += pool.Ideal[node] > 0 ? 1 : 0;
                pool.Upper[node] = pool.Ideal[node] > 0 ? pool.Upper[node] : 0;
            }
        }

        ShareOut(pools);
    }

    private void ShareOut(int[] pools)
    {
        for (var node = 0; node < problem.Nodes; node++)
        {
            _free[node] = problem.Rooms.Quanta(node, pools[node]);
            foreach (var pool in problem.Pools)
            {
                _free[node] -= pool.Ideal[node];
            }
        }

        for (var round = 0; round < MaxRounds; round++)
        {
            Claim();
            if (!Grant())
            {
                return;
            }
        }

        HandOut();
    }

    /// <summary>Every pool spreads what it still wants over its nodes in proportion to their budgets, as if it were alone on what is free.</summary>
    private void Claim()
    {
        for (var index = 0; index < problem.Pools.Length; index++)
        {
            var pool = problem.Pools[index];
            if (pool.IdealSum >= pool.Goal)
            {
                pool.Ideal.CopyTo(_claims[index], 0);
                continue;
            }

            for (var node = 0; node < problem.Nodes; node++)
            {
                _upper[node] = pool.Ideal[node] + Math.Max(0, Math.Min(pool.Upper[node] - pool.Ideal[node], _free[node]));
            }

            _overNodes.Split(problem.Weights, pool.Ideal, _upper, pool.Goal, _claims[index]);
        }
    }

    /// <summary>Every node grants the claims, or shares itself out by weight where they are too many. Nothing granted is taken back.</summary>
    /// <returns>Whether anything was granted.</returns>
    private bool Grant()
    {
        var granted = false;
        var count = problem.Pools.Length;
        var (lower, upper, parts) = (new long[count], new long[count], new long[count]);
        for (var node = 0; node < problem.Nodes; node++)
        {
            var (had, wanted) = (0L, 0L);
            for (var index = 0; index < count; index++)
            {
                had += lower[index] = problem.Pools[index].Ideal[node];
                wanted += upper[index] = _claims[index][node];
            }

            if (wanted == had || _free[node] <= 0)
            {
                continue;
            }

            _overPools.Split(_poolWeights, lower, upper, had + _free[node], parts, _credit);
            for (var index = 0; index < count; index++)
            {
                problem.Pools[index].Ideal[node] = parts[index];
                _free[node] -= parts[index] - lower[index];
                granted |= parts[index] > lower[index];
            }
        }

        return granted;
    }

    private void HandOut()
    {
        foreach (var pool in problem.Pools)
        {
            var wanted = pool.Goal - pool.IdealSum;
            for (var node = 0; node < problem.Nodes && wanted > 0; node++)
            {
                var more = Math.Max(0, Math.Min(wanted, Math.Min(pool.Upper[node] - pool.Ideal[node], _free[node])));
                pool.Ideal[node] += more;
                _free[node] -= more;
                wanted -= more;
            }
        }
    }
}
