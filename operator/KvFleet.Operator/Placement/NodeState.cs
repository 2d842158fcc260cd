using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Operator.Inventory;
using KvFleet.Planning;

namespace KvFleet.Operator.Placement;

/// <summary>One node at one instant: what it was told, what is there, what its agent says.</summary>
public sealed record NodeState
{
    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>What may be done with it.</summary>
    public required NodeEligibility Eligibility { get; init; }

    /// <summary>Bytes that pools may have here, holders' overhead included.</summary>
    public required NodeMemory Budget { get; init; }

    /// <summary>The specification that the agent was given last; null if the object does not exist yet.</summary>
    public KVCacheNodeSpec? Spec { get; init; }

    /// <summary>The generation of <see cref="Spec"/>.</summary>
    public long Generation { get; init; }

    /// <summary>The agent's newest report; null while it cannot be reached.</summary>
    public AgentReport? Report { get; init; }

    /// <summary>No agent has been there for so long that none will confirm a drain.</summary>
    public bool AgentGone { get; init; }

    /// <summary>Our holder pods made for this node.</summary>
    public IReadOnlyList<HolderPod> Holders { get; init; } = [];

    /// <summary>Whether new holders can start here now.</summary>
    public bool TakesHolders => Eligibility == NodeEligibility.Eligible;

    /// <summary>Whether the bytes of its holders count against what their pools may have elsewhere. A node that does not answer may never give them back.</summary>
    public bool Answers => Eligibility is NodeEligibility.Eligible or NodeEligibility.Cordoned or NodeEligibility.Sick or NodeEligibility.Excluded;
}
