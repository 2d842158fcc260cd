namespace KvFleet.Planning.Allocation;

/// <summary>One pool's list of nodes while pools with a minimum take turns.</summary>
internal sealed class Turn
{
    private readonly int[] _nodes;
    private readonly int _held;
    private readonly bool[] _admitted;
    private long _left;
    private int _position;

    /// <summary>Makes the list: nodes that the pool has, then the largest budget, then by name (which is the index).</summary>
    public Turn(PoolState pool, KindProblem problem, bool preferCurrent)
    {
        bool Held(int node) => preferCurrent && pool.CurrentBytes[node] > 0;
        Pool = pool;
        _left = (pool.Goal - pool.Lower.Sum()) / pool.Minimum;
        _admitted = new bool[problem.Nodes];
        _nodes = [.. Enumerable.Range(0, problem.Nodes)
            .Where(node => pool.MayGrow[node])
            .OrderByDescending(Held)
            .ThenByDescending(node => problem.Weights[node])
            .ThenBy(node => node)];
        _held = _nodes.Count(Held);
    }

    /// <summary>The pool.</summary>
    public PoolState Pool { get; }

    /// <summary>What it has been admitted for its weight; the smallest has the next turn.</summary>
    public double Share { get; private set; }

    /// <summary>Whether it wants and has another node to try; among those it has already, or among all.</summary>
    public bool HasNext(bool current) => _left > 0 && _position < (current ? _held : _nodes.Length);

    /// <summary>The next node to try.</summary>
    public int Next(bool current) => HasNext(current) ? _nodes[_position++] : throw new InvalidOperationException("No node is left to try.");

    /// <summary>Takes a node.</summary>
    public void Admit(int node)
    {
        _admitted[node] = true;
        _left--;
        Pool.Lower[node] = Pool.Minimum;
        Share += (double)Pool.Minimum / Pool.Pool.Weight;
    }

    /// <summary>Closes the nodes that were not taken.</summary>
    public void CloseOthers()
    {
        Pool.Refused = new bool[_admitted.Length];
        foreach (var node in _nodes)
        {
            if (!_admitted[node])
            {
                Pool.Refused[node] = true;
                Pool.Upper[node] = 0;
            }
        }
    }
}
