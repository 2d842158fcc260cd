using KvFleet.Api.Pools;
using KvFleet.Planning;
using KvFleet.Planning.Selection;

namespace KvFleet.Operator.Fleet;

/// <summary>Translates what was seen into the planner's words. Pure.</summary>
internal static class PlanningConverter
{
    /// <summary>A node for the planner.</summary>
    public static NodeSnapshot Node(NodePicture node) => new()
    {
        Name = node.Name,
        ClassName = node.Class.Name,
        Labels = (node.Node.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal)).AsReadOnly(),
        Taints = [.. (node.Node.Spec?.Taints ?? []).Select(taint => (taint, effect: Effect(taint.Effect))).Where(pair => pair.effect is not null && !ByKubernetes(pair.taint.Key))
            .Select(pair => new NodeTaint(pair.taint.Key, pair.taint.Value ?? "", pair.effect!.Value))],
        Eligibility = node.Eligibility.Value,
        EligibilitySince = node.Eligibility.Since,
        Budget = node.Budgets,
    };

    /// <summary>A pool for the planner. One that cannot be understood keeps what it has, as if it were paused; null if it has nothing to keep.</summary>
    public static PoolSnapshot? Pool(PoolPicture pool, IReadOnlyDictionary<string, long> current)
    {
        var spec = pool.Pool.Spec;
        if (pool.Resolution.Pool is not { } resolved)
        {
            var held = current.Values.Sum();
            return held == 0 ? null : new PoolSnapshot { Key = pool.Key, Uid = pool.Uid, CapacityBytes = held, Current = current, Paused = true, Deleting = pool.Deleting };
        }

        return new PoolSnapshot
        {
            Key = pool.Key,
            Uid = pool.Uid,
            CapacityBytes = resolved.CapacityBytes,
            PerNodeMinBytes = resolved.MinPerNodeBytes ?? 0,
            PerNodeMaxBytes = resolved.MaxPerNodeBytes,
            Weight = resolved.Weight,
            MemoryKind = Kind(resolved.HugePages),
            NodeSelector = new NodeSelector(
                spec.NodeSelector ?? new Dictionary<string, string>(StringComparer.Ordinal),
                [.. (spec.NodeRequirements ?? []).Select(requirement => new NodeSelectorRequirement(requirement.Key, (SelectorOperator)requirement.Operator, requirement.Values ?? []))]),
            Tolerations = [.. (spec.Tolerations ?? []).Select(Toleration)],
            Current = current,
            Paused = resolved.Paused,
            Deleting = pool.Deleting,
        };
    }

    /// <summary>The bytes each pool has on a node, by UID: what the agent was told, or, where its object is lost, what the holder pods there say.</summary>
    public static IEnumerable<(string PoolUid, long Bytes)> Current(NodePicture node) => node.Object?.Spec.Assignments is { } assignments
        ? assignments.Select(assignment => (assignment.Pool.Uid, assignment.Bytes.ToInt64()))
        : node.Holders.Where(holder => holder is { Ended: false, Deleting: false }).GroupBy(holder => holder.PoolUid, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(holder => holder.Bytes)));

    /// <summary>The kind of memory that a page size means to the scheduler.</summary>
    public static MemoryKind Kind(HugePageSize size) => size switch
    {
        HugePageSize.TwoMebi => MemoryKind.HugePages2Mi,
        HugePageSize.OneGibi => MemoryKind.HugePages1Gi,
        _ => MemoryKind.Regular,
    };

    // Kubernetes' own taints (not ready, unreachable, unschedulable, pressure) say what the node's eligibility says already, and holders tolerate the first two for a while by default.
    private static bool ByKubernetes(string key) =>
        key is "node.kubernetes.io/not-ready" or "node.kubernetes.io/unreachable" or "node.kubernetes.io/unschedulable" or "node.cloudprovider.kubernetes.io/uninitialized";

    private static PodToleration Toleration(PoolToleration toleration) => new(
        toleration.Key ?? "",
        toleration.Operator == Api.Pools.TolerationOperator.Exists ? Planning.Selection.TolerationOperator.Exists : Planning.Selection.TolerationOperator.Equal,
        toleration.Value ?? "",
        toleration.Effect is { } effect ? Effect(effect.ToString()) : null);

    private static Planning.Selection.TaintEffect? Effect(string effect) => effect switch
    {
        "NoSchedule" => Planning.Selection.TaintEffect.NoSchedule,
        "PreferNoSchedule" => Planning.Selection.TaintEffect.PreferNoSchedule,
        "NoExecute" => Planning.Selection.TaintEffect.NoExecute,
        _ => null,
    };
}
