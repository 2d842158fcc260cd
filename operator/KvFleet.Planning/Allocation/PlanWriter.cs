namespace KvFleet.Planning.Allocation;

/// <summary>States the result for each pool.</summary>
internal sealed class PlanWriter
{
    private readonly NodeSnapshot[] _nodes;
    private readonly Dictionary<MemoryKind, AssignmentReasons> _reasons;
    private readonly ShortfallFinder _shortfalls;
    private readonly HashSet<string> _known;

    /// <summary>Prepares for the pools of a plan.</summary>
    public PlanWriter(Snapshot snapshot, NodeSnapshot[] nodes, KindProblem[] problems)
    {
        _nodes = nodes;
        _reasons = problems.ToDictionary(problem => problem.Pools[0].Pool.MemoryKind, problem => new AssignmentReasons(problem));
        _shortfalls = new ShortfallFinder(snapshot, nodes);
        _known = nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The plan of one pool.</summary>
    /// <param name="pool">The pool, allocated.</param>
    public PoolPlan Write(PoolState pool)
    {
        var assignments = Assignments(pool);
        var facts = new PoolFacts(
            AssignedBytes: assignments.Sum(assignment => assignment.Bytes),
            Matched: pool.Access.Count(access => access.Matched),
            Usable: pool.Access.Count(access => access.Kind is AccessKind.Open or AccessKind.Keep or AccessKind.Fixed),
            Used: assignments.Count(assignment => assignment.Bytes > 0));
        var (reason, message) = _shortfalls.Find(pool, facts);
        return new PoolPlan
        {
            Key = pool.Pool.Key,
            RequestedBytes = pool.Pool.CapacityBytes,
            AssignedBytes = facts.AssignedBytes,
            Reason = reason,
            Message = message,
            NodesMatched = facts.Matched,
            NodesUsable = facts.Usable,
            NodesUsed = facts.Used,
            Assignments = assignments,
        };
    }

    private List<NodeAssignment> Assignments(PoolState pool)
    {
        var kind = pool.Pool.MemoryKind;
        var open = pool.IsActive ? _reasons[kind].For(pool) : null;
        var assignments = new List<NodeAssignment>(_nodes.Length);
        for (var node = 0; node < _nodes.Length; node++)
        {
            var access = pool.Access[node];
            if (access.Kind != AccessKind.None)
            {
                assignments.Add(new NodeAssignment(
                    pool.Pool.Key,
                    _nodes[node].Name,
                    pool.BytesOn(node),
                    pool.CurrentBytes[node],
                    access.Kind == AccessKind.Fixed ? pool.CurrentBytes[node] : pool.Ideal[node] * pool.Quantum,
                    access.Kind == AccessKind.Open && open is not null ? open[node] : access.Reason,
                    _nodes[node].Budget[kind]));
            }
        }

        var gone = pool.Pool.Current.Where(current => current.Value > 0 && !_known.Contains(current.Key)).ToArray();
        if (gone.Length > 0)
        {
            assignments.AddRange(gone.Select(current => new NodeAssignment(pool.Pool.Key, current.Key, 0, current.Value, 0, PlanReason.NodeGone, 0)));
            assignments.Sort((left, right) => string.CompareOrdinal(left.Node, right.Node));
        }

        return assignments;
    }
}
