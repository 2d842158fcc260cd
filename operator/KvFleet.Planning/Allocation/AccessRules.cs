using KvFleet.Planning.Selection;

namespace KvFleet.Planning.Allocation;

/// <summary>Decides what a pool may do on a node. Rules are tried in order of authority: fleet, pool's end, node's admin, pool's owner, node's state.</summary>
internal sealed class AccessRules(Snapshot snapshot)
{
    /// <summary>These taints repeat what <see cref="NodeEligibility"/> says already.</summary>
    private static readonly HashSet<string> StateTaints = new(StringComparer.Ordinal)
    {
        "node.kubernetes.io/unschedulable", "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable",
    };

    /// <summary>What a pool may do on a node.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="invalid">Whether the pool's specification makes no sense.</param>
    /// <param name="node">The node.</param>
    /// <param name="current">Bytes of the pool there now.</param>
    public Access For(PoolSnapshot pool, bool invalid, NodeSnapshot node, long current)
    {
        var matched = pool.NodeSelector.Matches(node.Labels);
        var (kind, reason) = Rule(pool, invalid, node, matched);

        // Without bytes there is nothing to drop, keep or fix: the pair is of interest only if the selector chose the node.
        return current > 0 || kind == AccessKind.Open
            ? new Access(kind, reason, matched, kind == AccessKind.Keep)
            : new Access(matched ? AccessKind.Closed : AccessKind.None, reason, matched, kind == AccessKind.Keep);
    }

    /// <summary>When a node that does not answer is given up; null if it answers or has been given up already.</summary>
    /// <param name="node">The node.</param>
    public DateTimeOffset? GraceEndsAt(NodeSnapshot node) => IsSilent(node) && !IsLost(node) ? node.EligibilitySince + snapshot.Options.LostNodeGrace : null;

    private (AccessKind Kind, PlanReason Reason) Rule(PoolSnapshot pool, bool invalid, NodeSnapshot node, bool matched)
    {
        if (snapshot.Options.Mode == FleetMode.DrainAll)
        {
            return (AccessKind.Drop, PlanReason.FleetDrain);
        }

        if (pool.Deleting)
        {
            return (AccessKind.Drop, PlanReason.PoolDeleting);
        }

        // Before the pool's own pause: the owner of a pool must not be able to keep an admin from emptying a node.
        if (node.Eligibility == NodeEligibility.Excluded)
        {
            return (AccessKind.Drop, PlanReason.NodeExcluded);
        }

        if (snapshot.Options.Mode == FleetMode.Freeze)
        {
            return (AccessKind.Fixed, PlanReason.Frozen);
        }

        if (pool.Paused || invalid)
        {
            return (AccessKind.Fixed, pool.Paused ? PlanReason.Paused : PlanReason.PoolInvalid);
        }

        if (!matched)
        {
            return (AccessKind.Drop, PlanReason.NodeNotSelected);
        }

        if (IsSilent(node))
        {
            return IsLost(node) ? (AccessKind.Drop, PlanReason.NodeLost) : (AccessKind.Keep, PlanReason.NodeNotAnswering);
        }

        var effect = Untolerated(pool, node);
        if (effect == TaintEffect.NoExecute)
        {
            return (AccessKind.Drop, PlanReason.TaintNotTolerated);
        }

        if (node.Eligibility == NodeEligibility.Cordoned)
        {
            return (AccessKind.Keep, PlanReason.NodeCordoned);
        }

        if (node.Eligibility == NodeEligibility.Sick)
        {
            return (AccessKind.Keep, PlanReason.NodeSick);
        }

        return effect == TaintEffect.NoSchedule ? (AccessKind.Keep, PlanReason.TaintNotTolerated) : (AccessKind.Open, default);
    }

    private static bool IsSilent(NodeSnapshot node) => node.Eligibility is NodeEligibility.NotReady or NodeEligibility.Unreachable or NodeEligibility.NoAgent;

    private bool IsLost(NodeSnapshot node) => snapshot.Now - node.EligibilitySince >= snapshot.Options.LostNodeGrace;

    /// <summary>The strongest effect of a taint that the pool does not tolerate; null if there is none.</summary>
    private static TaintEffect? Untolerated(PoolSnapshot pool, NodeSnapshot node)
    {
        TaintEffect? strongest = null;
        foreach (var taint in node.Taints)
        {
            if (taint.Effect != TaintEffect.PreferNoSchedule && !StateTaints.Contains(taint.Key) && !Tolerates(pool, taint))
            {
                strongest = strongest == TaintEffect.NoExecute ? strongest : taint.Effect;
            }
        }

        return strongest;
    }

    private static bool Tolerates(PoolSnapshot pool, NodeTaint taint)
    {
        foreach (var toleration in pool.Tolerations)
        {
            if (toleration.Tolerates(taint))
            {
                return true;
            }
        }

        return false;
    }
}
