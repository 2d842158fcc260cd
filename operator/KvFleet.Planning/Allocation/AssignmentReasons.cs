namespace KvFleet.Planning.Allocation;

/// <summary>Why a pool has what it has on a node it may use.</summary>
internal sealed class AssignmentReasons
{
    private readonly KindProblem _problem;
    private readonly bool[] _full;
    private readonly int[] _pools;

    /// <summary>Looks at the finished allocation of one kind of memory.</summary>
    public AssignmentReasons(KindProblem problem)
    {
        _problem = problem;
        _full = new bool[problem.Nodes];
        _pools = new int[problem.Nodes];
        for (var node = 0; node < problem.Nodes; node++)
        {
            var used = 0L;
            foreach (var pool in problem.Pools)
            {
                used += pool.Final[node];
                _pools[node] += pool.Final[node] > 0 ? 1 : 0;
            }

            _full[node] = used >= problem.Rooms.Quanta(node, _pools[node]);
        }
    }

    /// <summary>The reason for each node of a pool; only those of open nodes mean anything.</summary>
    /// <param name="pool">The pool.</param>
    public PlanReason[] For(PoolState pool)
    {
        var reasons = new PlanReason[_problem.Nodes];
        var weight = 0.0;
        for (var node = 0; node < _problem.Nodes; node++)
        {
            weight += pool.Access[node].Kind == AccessKind.Open ? _problem.Weights[node] : 0;
        }

        for (var node = 0; node < _problem.Nodes; node++)
        {
            reasons[node] = Reason(pool, node, share: weight > 0 ? pool.Goal * _problem.Weights[node] / weight : 0);
        }

        return reasons;
    }

    private PlanReason Reason(PoolState pool, int node, double share)
    {
        var quanta = pool.Final[node];
        if (quanta == 0)
        {
            return pool.Refused?[node] == true ? PlanReason.MinimumDoesNotFit : PlanReason.NothingLeft;
        }

        if (quanta != pool.Ideal[node])
        {
            return PlanReason.WithinDeadBand;
        }

        if (quanta == pool.Maximum && share > quanta)
        {
            return PlanReason.NodeMaximum;
        }

        if (_full[node] && share >= quanta + 1)
        {
            return _pools[node] == 1 ? PlanReason.NodeBudget : PlanReason.SharedByWeight;
        }

        return quanta == pool.Minimum && pool.Minimum > 1 && share < quanta ? PlanReason.NodeMinimum : PlanReason.Proportional;
    }
}
