using System.Globalization;
using System.Text;

namespace KvFleet.Planning.Tests;

/// <summary>Short ways to say what a test needs. Overheads are zero unless a test is about them, so that figures are the ones one would expect.</summary>
internal static class Fleet
{
    public const long Mi = 1L << 20;
    public const long Gi = 1L << 30;
    public const long Ti = 1L << 40;

    public static DateTimeOffset Now { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static PlannerOptions Options { get; } = new() { OverheadPerHolder = (_, _) => 0 };

    public static NodeSnapshot Node(string name, long budget, NodeEligibility eligibility = NodeEligibility.Eligible, params (string Key, string Value)[] labels)
        => new()
        {
            Name = name,
            Budget = new NodeMemory(budget),
            Eligibility = eligibility,
            EligibilitySince = Now,
            Labels = labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal),
        };

    public static PoolSnapshot Pool(string name, long capacity, params (string Node, long Bytes)[] current)
        => new()
        {
            Key = new PoolKey("team", name),
            Uid = $"uid-{name}",
            CapacityBytes = capacity,
            Current = current.ToDictionary(pair => pair.Node, pair => pair.Bytes, StringComparer.Ordinal),
        };

    public static Dictionary<string, long> Map(params (string Name, long Bytes)[] entries) => entries.ToDictionary(entry => entry.Name, entry => entry.Bytes, StringComparer.Ordinal);

    public static Snapshot Snapshot(IReadOnlyList<NodeSnapshot> nodes, params PoolSnapshot[] pools)
        => new() { Now = Now, Nodes = nodes, Pools = pools, Options = Options };

    public static PoolSnapshot With(this PoolSnapshot pool, Plan plan)
        => pool with { Current = plan.ForPool(pool.Key)!.Assignments.Where(assignment => assignment.Bytes > 0).ToDictionary(assignment => assignment.Node, assignment => assignment.Bytes, StringComparer.Ordinal) };

    /// <summary>The snapshot after its plan was carried out.</summary>
    public static Snapshot After(this Snapshot snapshot, Plan plan) => snapshot with { Pools = [.. snapshot.Pools.Select(pool => pool.With(plan))] };

    public static Dictionary<string, long> Bytes(this Plan plan, string pool)
        => plan.Pools.Single(entry => entry.Key.Name == pool).Assignments.Where(assignment => assignment.Bytes > 0).ToDictionary(assignment => assignment.Node, assignment => assignment.Bytes, StringComparer.Ordinal);

    public static PoolPlan Of(this Plan plan, string pool) => plan.Pools.Single(entry => entry.Key.Name == pool);

    public static NodeAssignment On(this Plan plan, string pool, string node) => plan.Of(pool).Assignments.Single(assignment => assignment.Node == node);

    public static (string, PlanReason, long)[] Rows(this Plan plan)
        => [.. plan.Assignments.Select(assignment => ($"{assignment.Pool}@{assignment.Node}", assignment.Reason, assignment.Bytes))];

    /// <summary>A snapshot and its plan, readable: what a failed property shows.</summary>
    public static string Describe(Snapshot snapshot, Plan? plan)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"options {snapshot.Options} caps {string.Join(",", snapshot.NamespaceCaps.Select(cap => $"{cap.Key}={cap.Value / Mi}Mi"))}");
        foreach (var node in snapshot.Nodes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"node {node.Name} {node.Budget.Regular / Mi}/{node.Budget.HugePages2Mi / Mi}/{node.Budget.HugePages1Gi / Mi}Mi {node.Eligibility} for {(snapshot.Now - node.EligibilitySince).TotalMinutes}m zone {node.Labels.GetValueOrDefault("zone")} taints {string.Join(",", node.Taints)}");
        }

        foreach (var pool in snapshot.Pools)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"pool {pool.Key} {pool.CapacityBytes / Mi}Mi min {pool.PerNodeMinBytes / Mi} max {pool.PerNodeMaxBytes / Mi} weight {pool.Weight} {pool.MemoryKind} selects {string.Join(",", pool.NodeSelector.MatchLabels)} tolerates {pool.Tolerations.Count} paused {pool.Paused} deleting {pool.Deleting} has {string.Join(" ", pool.Current.Select(current => $"{current.Key}={current.Value / Mi}"))}");
        }

        foreach (var row in plan?.Assignments ?? [])
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row.Pool}@{row.Node} {row.CurrentBytes / Mi} -> {row.Bytes / Mi} (ideal {row.IdealBytes / Mi}) {row.Reason}");
        }

        return text.ToString();
    }
}
