namespace KvFleet.Planning;

/// <summary>What the plan gives to one pool.</summary>
public sealed record PoolPlan
{
    /// <summary>The pool.</summary>
    public required PoolKey Key { get; init; }

    /// <summary>Bytes asked for.</summary>
    public required long RequestedBytes { get; init; }

    /// <summary>Bytes assigned over all nodes.</summary>
    public required long AssignedBytes { get; init; }

    /// <summary>Bytes asked for and not assigned; never negative.</summary>
    public long ShortfallBytes => Math.Max(0, RequestedBytes - AssignedBytes);

    /// <summary>Whether the pool has what it asked for, but for less than one quantum.</summary>
    public bool IsSatisfied => Reason is ShortfallReason.None or ShortfallReason.QuantumRounding;

    /// <summary>Why there is a shortfall; <see cref="ShortfallReason.None"/> if there is none.</summary>
    public required ShortfallReason Reason { get; init; }

    /// <summary>One sentence with the numbers, and the remedy where there is a shortfall.</summary>
    public required string Message { get; init; }

    /// <summary>Nodes that the selector matches.</summary>
    public required int NodesMatched { get; init; }

    /// <summary>Of these, nodes that could take bytes of this pool now (or keep what they have).</summary>
    public required int NodesUsable { get; init; }

    /// <summary>Nodes with bytes of this pool.</summary>
    public required int NodesUsed { get; init; }

    /// <summary>Its assignments, by node name: nodes that have, had or could have had bytes.</summary>
    public required IReadOnlyList<NodeAssignment> Assignments { get; init; }
}
