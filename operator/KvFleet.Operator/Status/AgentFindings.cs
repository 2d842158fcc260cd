using KvFleet.Api.Conditions;
using KvFleet.Kubernetes.Conditions;

namespace KvFleet.Operator.Status;

/// <summary>The condition AgentsReady: do the agents of all nodes with assigned bytes report?</summary>
internal static class AgentFindings
{
    public static Finding Of(PoolView view)
    {
        var concerned = view.Nodes.Where(node => node.TargetBytes > 0 || node.Holders.Count > 0).ToList();
        if (concerned.Count == 0)
            return new Finding(ConditionStatus.Unknown, ConditionReasons.NoNodeUsable, "No node has bytes of the pool, so no agent is concerned.");

        var missing = concerned.Where(node => node.Agent.PodName is null).Select(node => node.Node).ToList();
        if (missing.Count > 0)
            return Finding.False(ConditionReasons.AgentMissing, $"No agent pod runs on {Names.Few(missing)}; check the DaemonSet kvfleet-agent.");

        var silent = concerned.Where(node => !node.Agent.Answers).ToList();
        if (silent.Count > 0)
        {
            var because = silent[0].Agent.State?.Error is { } error ? $" ({silent[0].Node}: {error})" : "";
            return Finding.False(ConditionReasons.AgentUnreachable, $"The agents of {Names.Few([.. silent.Select(node => node.Node)])} do not answer{because}; what they hold is not counted.");
        }

        var broken = concerned.Where(node => !node.Agent.Works).Select(node => node.Node).ToList();
        return broken.Count > 0
            ? Finding.False(ConditionReasons.AgentNotReady, $"On {Names.Few(broken)} the agent's privileged container does not answer; see kubectl logs of its pod, container node.")
            : Finding.True(ConditionReasons.AllReady, concerned.Count == 1 ? "The agent of the one node concerned reports." : $"The agents of all {concerned.Count} nodes concerned report.");
    }
}
