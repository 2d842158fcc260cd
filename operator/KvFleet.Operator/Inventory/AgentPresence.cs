using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Inventory;

/// <summary>What is known of a node's agent.</summary>
/// <param name="PodName">The agent's pod; null if none is there.</param>
/// <param name="State">What it says; null before it was asked.</param>
/// <param name="Since">Since when there has (not) been a pod, as far as this process knows.</param>
/// <param name="SilentSince">
/// Since when the node has been without a working agent, as far as this process knows, whichever pod was to be it; null while one works. What a node loses for the silence of its agent is counted
/// from here, never from the age of a pod: an agent that was replaced a second ago has been away for a second.
/// </param>
public sealed record AgentPresence(string? PodName, AgentState? State, DateTimeOffset Since, DateTimeOffset? SilentSince = null)
{
    /// <summary>Whether its report is current.</summary>
    public bool Answers => State is { Reachability: AgentReachability.Reachable, Report: not null };

    /// <summary>Whether it answers and both its containers work.</summary>
    public bool Works => Answers && State!.Report!.NodeContainerConnected;

    /// <summary>The same agent with its newest word.</summary>
    /// <param name="reports">What agents say now.</param>
    /// <param name="node">The node's name.</param>
    public AgentPresence Refresh(ReportStore reports, string node) => PodName is null ? this : this with { State = reports.Get(node) is { } state && state.PodName == PodName ? state : null };
}
