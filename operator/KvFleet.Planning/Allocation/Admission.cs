namespace KvFleet.Planning.Allocation;

/// <summary>
/// Chooses the nodes that pools with a minimum use: a node takes at least the minimum or nothing, so as many as the goal reaches for, where all minimums of a node fit together.
/// Pools take turns, the one with the least admitted for its weight next, so that none takes all nodes; nodes that a pool has come first, then the largest.
/// </summary>
internal sealed class Admission(KindProblem problem, bool preferCurrent)
{
    private readonly long[] _used = new long[problem.Nodes];
    private readonly int[] _pools = new int[problem.Nodes];

    /// <summary>Sets the lower bound of admitted pairs to the minimum and the upper bound of all others to zero.</summary>
    /// <returns>How many pools may have bytes on each node.</returns>
    public int[] Admit()
    {
        foreach (var pool in problem.Pools)
        {
            for (var node = 0; node < problem.Nodes; node++)
            {
                _used[node] += pool.Lower[node];
                _pools[node] += pool.Lower[node] > 0 ? 1 : 0;
            }
        }

        var turns = problem.Pools.Where(pool => pool.Minimum > 1).Select(pool => new Turn(pool, problem, preferCurrent)).ToArray();
        foreach (var current in new[] { true, false })
        {
            Take(turns, current);
        }

        foreach (var turn in turns)
        {
            turn.CloseOthers();
        }

        foreach (var pool in problem.Pools.Where(pool => pool.Minimum <= 1))
        {
            AdmitFreely(pool);
        }

        return _pools;
    }

    private void Take(Turn[] turns, bool current)
    {
        while (true)
        {
            Turn? next = null;
            foreach (var turn in turns)
            {
                // Ordered by key, and only a strictly smaller share wins: ties go to the first.
                next = turn.HasNext(current) && (next is null || turn.Share < next.Share) ? turn : next;
            }

            if (next is null)
            {
                return;
            }

            var node = next.Next(current);
            var minimum = next.Pool.Minimum;
            if (next.Pool.Upper[node] >= minimum && Fits(node, minimum))
            {
                next.Admit(node);
                _used[node] += minimum;
                _pools[node]++;
            }
        }
    }

    private void AdmitFreely(PoolState pool)
    {
        for (var node = 0; node < problem.Nodes; node++)
        {
            if (pool.Lower[node] > 0 || pool.Upper[node] == 0)
            {
                continue;
            }

            if (pool.Goal > 0 && Fits(node, 0))
            {
                _pools[node]++;
            }
            else
            {
                pool.Upper[node] = 0;
            }
        }
    }

    private bool Fits(int node, long more) => _used[node] + more <= problem.Rooms.Quanta(node, _pools[node] + 1);
}
