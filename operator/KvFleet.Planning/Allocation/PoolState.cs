namespace KvFleet.Planning.Allocation;

/// <summary>One pool while the plan is made. Arrays are by node, in quanta unless named otherwise.</summary>
internal sealed class PoolState
{
    /// <summary>Makes the state of a pool over a number of nodes.</summary>
    public PoolState(PoolSnapshot pool, string? problem, long quantum, int nodes)
    {
        Pool = pool;
        Problem = problem;
        Quantum = quantum;
        Minimum = problem is null ? (pool.PerNodeMinBytes + quantum - 1) / quantum : 0;
        Maximum = problem is null && pool.PerNodeMaxBytes is { } maximum ? maximum / quantum : long.MaxValue / quantum;
        Access = new Access[nodes];
        CurrentBytes = new long[nodes];
        Lower = new long[nodes];
        Upper = new long[nodes];
        MayGrow = new bool[nodes];
        Ideal = new long[nodes];
        Final = new long[nodes];
    }

    /// <summary>What its owner asks for.</summary>
    public PoolSnapshot Pool { get; }

    /// <summary>Why the specification makes no sense; null if it does.</summary>
    public string? Problem { get; }

    /// <summary>Bytes of one quantum for its kind of memory.</summary>
    public long Quantum { get; }

    /// <summary>Least quanta on a node that is used.</summary>
    public long Minimum { get; }

    /// <summary>Most quanta on a node.</summary>
    public long Maximum { get; }

    /// <summary>What it may do on each node.</summary>
    public Access[] Access { get; }

    /// <summary>Bytes on each node now.</summary>
    public long[] CurrentBytes { get; }

    /// <summary>Quanta it would have with its capacity met.</summary>
    public long Wish { get; set; }

    /// <summary>Quanta it is to have after its namespace's cap.</summary>
    public long Goal { get; set; }

    /// <summary>Bytes that are fixed (paused, frozen, invalid) on all nodes.</summary>
    public long FixedBytes { get; set; }

    /// <summary>Least quanta on each node.</summary>
    public long[] Lower { get; }

    /// <summary>Most quanta on each node; 0 where it must not be.</summary>
    public long[] Upper { get; }

    /// <summary>Nodes that are not held at what they have.</summary>
    public bool[] MayGrow { get; }

    /// <summary>Quanta on each node if nothing were assigned yet.</summary>
    public long[] Ideal { get; }

    /// <summary>Quanta on each node in the plan.</summary>
    public long[] Final { get; }

    /// <summary>Nodes that were refused because the minimum does not fit; null if the pool has no minimum above one quantum.</summary>
    public bool[]? Refused { get; set; }

    /// <summary>Whether it takes part in sharing out: not paused, frozen, invalid, deleting or drained.</summary>
    public bool IsActive { get; set; }

    /// <summary>Quanta that the pool gets on all nodes.</summary>
    public long IdealSum => Ideal.Sum();

    /// <summary>Bytes assigned on a node.</summary>
    public long BytesOn(int node) => Access[node].Kind == AccessKind.Fixed ? CurrentBytes[node] : Final[node] * Quantum;
}
