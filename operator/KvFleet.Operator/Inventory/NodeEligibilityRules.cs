using KvFleet.Api;
using KvFleet.Api.Conditions;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Planning;

namespace KvFleet.Operator.Inventory;

/// <summary>Decides what may be done with a node. Pure. The first rule that applies wins: an admin's word, then the node's health, then the agent's.</summary>
public static class NodeEligibilityRules
{
    private const string UnreachableTaint = "node.kubernetes.io/unreachable";

    /// <summary>Judges a node.</summary>
    /// <param name="node">The Node.</param>
    /// <param name="agent">Its agent.</param>
    /// <param name="faults">What exporters say is broken about its accelerators.</param>
    public static EligibilityFinding Judge(V1Node node, AgentPresence agent, params IReadOnlyList<string> faults)
    {
        if (node.GetAnnotation(WellKnownAnnotations.Exclude) == "true")
            return new(NodeEligibility.Excluded, default, "NodeExcluded", $"The annotation {WellKnownAnnotations.Exclude} takes the node out of every pool; remove it to use the node again.");

        var ready = node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
        // A node that says nothing of itself yet has been silent since it was made, not since the beginning of time.
        var since = ready?.LastTransitionTime ?? node.Metadata.CreationTimestamp ?? default;
        if (node.Spec?.Taints?.FirstOrDefault(taint => taint.Key == UnreachableTaint) is { } taint)
            return new(NodeEligibility.Unreachable, taint.TimeAdded ?? since, "NodeUnreachable", "The control plane has lost contact with the node's kubelet; check the machine and its network.");
        if (ready?.Status == "Unknown")
            return new(NodeEligibility.Unreachable, since, "NodeUnreachable", "The node's kubelet has stopped reporting; check the machine and its network.");
        if (ready?.Status != "True")
            return new(NodeEligibility.NotReady, since, "NodeNotReady", $"The node's kubelet is not ready{(ready?.Message is { Length: > 0 } message ? $": {message}" : "")}.");
        if (!agent.Works)
            return NoAgent(agent);
        if (node.Spec?.Unschedulable != true && faults.Count > 0)
            return new(NodeEligibility.Sick, default, ConditionReasons.AcceleratorFault, $"An accelerator is broken ({Status.Names.Few(faults)}): what is held stays, nothing grows until its exporter stops saying so.");
        return node.Spec?.Unschedulable == true
            ? new(NodeEligibility.Cordoned, default, "NodeCordoned", "The node is cordoned: what is held stays, nothing grows. kubectl uncordon ends that.")
            : new(NodeEligibility.Eligible, default, ConditionReasons.AsExpected, "Pools may grow here.");
    }

    private static EligibilityFinding NoAgent(AgentPresence agent) => agent switch
    {
        { PodName: null } => Silent(agent, ConditionReasons.AgentMissing, "No agent pod runs on the node; check the DaemonSet kvfleet-agent (its node selector and tolerations, and the events of its pods)."),
        { Answers: true } => Silent(agent, ConditionReasons.AgentNotReady, $"The agent's privileged container does not answer; see kubectl logs {agent.PodName} -c node."),
        { State.Error: { } error } => Silent(agent, ConditionReasons.AgentNotReady, $"The agent does not answer: {error}. See kubectl logs {agent.PodName} -c serve."),
        _ => Silent(agent, ConditionReasons.AgentNotReady, "The agent has not reported yet."),
    };

    private static EligibilityFinding Silent(AgentPresence agent, string reason, string message) => new(NodeEligibility.NoAgent, agent.SilentSince ?? agent.Since, reason, message);
}
