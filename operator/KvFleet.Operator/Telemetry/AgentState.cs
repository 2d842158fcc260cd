using KvFleet.Api.Reports;

namespace KvFleet.Operator.Telemetry;

/// <summary>What is known of one node's agent. Immutable.</summary>
public sealed record AgentState
{
    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The agent's pod.</summary>
    public required string PodName { get; init; }

    /// <summary>Whether it answers.</summary>
    public AgentReachability Reachability { get; init; }

    /// <summary>Since when <see cref="Reachability"/> has its value.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it first failed to answer after it last did; null while it answers.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why it did not answer last, in words; null while it answers.</summary>
    public string? Error { get; init; }

    /// <summary>The newest report. Old reports of agents that do not answer are dropped: they say nothing about now.</summary>
    public AgentReport? Report { get; init; }
}
