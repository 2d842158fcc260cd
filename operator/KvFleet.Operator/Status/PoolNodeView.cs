using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Operator.Inventory;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Status;

/// <summary>One pool on one node, for its status.</summary>
public sealed record PoolNodeView
{
    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>The node's class.</summary>
    public required AcceleratorClass Class { get; init; }

    /// <summary>What the plan gives it, in bytes.</summary>
    public required long TargetBytes { get; init; }

    /// <summary>What the plan gives it on the node's disk, in bytes.</summary>
    public long DiskBytes { get; init; }

    /// <summary>The pool's holder pods there.</summary>
    public IReadOnlyList<HolderPod> Holders { get; init; } = [];

    /// <summary>The node's agent.</summary>
    public required AgentPresence Agent { get; init; }

    /// <summary>What the agent measured of the pool; null if it says nothing of it or does not answer.</summary>
    public PoolReport? Report { get; init; }

    /// <summary>How its agent was told to serve the pool over the Redis protocol; null if it was not.</summary>
    public AssignedResp? Resp { get; init; }

    /// <summary>Whether what the node holds is not known: the agent holds bytes and does not answer.</summary>
    public bool Unknown => !Agent.Answers && (TargetBytes > 0 || Holders.Count > 0);

    /// <summary>Whether all assigned bytes are resident and locked.</summary>
    public bool Ready => TargetBytes > 0 && Agent.Answers && Report is { Phase: PoolPhase.Ready } report && report.ResidentBytes >= TargetBytes && report.LockedBytes >= TargetBytes;
}
