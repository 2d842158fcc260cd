namespace KvFleet.Planning.Allocation;

/// <summary>
/// Turns the ideal into a plan that moves as little as possible: what is assigned stays while it is within the dead band of the ideal; then sums and budgets are repaired, and every
/// repair moves towards the ideal, which satisfies both. So the result of a plan is within the dead band everywhere, and planning again changes nothing.
/// </summary>
/// <param name="problem">What was shared out; its ideal is set.</param>
/// <param name="deadBand">Fraction of the ideal by which an assignment may differ from it.</param>
/// <param name="preferCurrent">False to take the ideal as it is.</param>
internal sealed class Stabilizer(KindProblem problem, double deadBand, bool preferCurrent)
{
    private readonly long[] _sums = new long[problem.Pools.Length];
    private readonly long[] _goals = [.. problem.Pools.Select(pool => pool.IdealSum)];

    /// <summary>Fills every pool's <see cref="PoolState.Final"/>.</summary>
    public void Settle()
    {
        for (var index = 0; index < problem.Pools.Length; index++)
        {
            var pool = problem.Pools[index];
            for (var node = 0; node < problem.Nodes; node++)
            {
                pool.Final[node] = problem.Blocked?[index][node] == true ? pool.Ideal[node] : Preferred(pool, node);
                _sums[index] += pool.Final[node];
            }
        }

        for (var node = 0; node < problem.Nodes; node++)
        {
            LowerToRoom(node, except: -1);
        }

        LowerToSums();
        RaiseToSums();
    }

    private long Preferred(PoolState pool, int node)
    {
        var ideal = pool.Ideal[node];
        var (current, rest) = Math.DivRem(pool.CurrentBytes[node], pool.Quantum);
        var band = Math.Max(1, (long)Math.Floor(ideal * deadBand));
        var legal = preferCurrent
            && pool.Access[node].Kind == AccessKind.Open
            && rest == 0
            && current <= pool.Maximum

            // With a minimum, between nothing and the minimum there is no step that repairs could take.
            && (pool.Minimum <= 1 || (current == 0) == (ideal == 0))
            && (current == 0 || current >= pool.Minimum);
        return legal && Math.Abs(current - ideal) <= band ? current : ideal;
    }

    private bool Fits(int node, out long excess)
    {
        var (used, pools) = (0L, 0);
        foreach (var pool in problem.Pools)
        {
            used += pool.Final[node];
            pools += pool.Final[node] > 0 ? 1 : 0;
        }

        excess = used - problem.Rooms.Quanta(node, pools);
        return excess <= 0;
    }

    /// <summary>Lowers what lies above its ideal, the largest deviation first, until the node's budget holds.</summary>
    private void LowerToRoom(int node, int except)
    {
        while (!Fits(node, out var excess))
        {
            var largest = -1;
            for (var index = 0; index < problem.Pools.Length; index++)
            {
                if (index != except && Above(index, node) > 0 && (largest < 0 || Above(index, node) > Above(largest, node)))
                {
                    largest = index;
                }
            }

            if (largest < 0)
            {
                // Cannot be while the ideal itself fits, which holds by construction; better the ideal than an endless loop.
                return;
            }

            Move(largest, node, -Math.Min(excess, Above(largest, node)));
        }
    }

    private void LowerToSums()
    {
        for (var index = 0; index < problem.Pools.Length; index++)
        {
            foreach (var node in ByDeviation(index, above: true))
            {
                var surplus = _sums[index] - _goals[index];
                if (surplus <= 0)
                {
                    break;
                }

                Move(index, node, -Math.Min(surplus, Above(index, node)));
            }
        }
    }

    private void RaiseToSums()
    {
        var behind = new SortedSet<int>(Enumerable.Range(0, problem.Pools.Length).Where(index => _sums[index] < _goals[index]));
        while (behind.Count > 0)
        {
            var index = behind.Min;
            behind.Remove(index);
            foreach (var node in ByDeviation(index, above: false))
            {
                var missing = _goals[index] - _sums[index];
                if (missing <= 0)
                {
                    break;
                }

                Move(index, node, Math.Min(missing, -Above(index, node)));
                LowerToRoom(node, except: index);
            }

            // Making room may have left others short, and each such step brings the whole nearer to the ideal: this ends.
            behind.UnionWith(Enumerable.Range(0, problem.Pools.Length).Where(other => other != index && _sums[other] < _goals[other]));
        }
    }

    private int[] ByDeviation(int index, bool above)
        => [.. Enumerable.Range(0, problem.Nodes)
            .Where(node => above ? Above(index, node) > 0 : Above(index, node) < 0)
            .OrderByDescending(node => Math.Abs(Above(index, node)))
            .ThenBy(node => node)];

    private long Above(int index, int node) => problem.Pools[index].Final[node] - problem.Pools[index].Ideal[node];

    private void Move(int index, int node, long quanta)
    {
        problem.Pools[index].Final[node] += quanta;
        _sums[index] += quanta;
    }
}
