namespace KvFleet.Planning;

/// <summary>Everything that a plan depends on, at one instant. Two equal snapshots give the same plan, in whatever order nodes and pools are listed.</summary>
public sealed record Snapshot
{
    /// <summary>The instant; the planner never looks at a clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The nodes, each name once.</summary>
    public required IReadOnlyList<NodeSnapshot> Nodes { get; init; }

    /// <summary>The pools, each key once.</summary>
    public required IReadOnlyList<PoolSnapshot> Pools { get; init; }

    /// <summary>Most bytes that all pools of a namespace may have together, set by admins. A namespace that is not listed is not capped.</summary>
    public IReadOnlyDictionary<string, long> NamespaceCaps { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The settings.</summary>
    public PlannerOptions Options { get; init; } = PlannerOptions.Default;
}
