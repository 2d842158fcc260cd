namespace KvFleet.Operator.Placement;

/// <summary>Why a holder pod may be deleted now.</summary>
public enum RemovalReason
{
    /// <summary>It has ended and holds nothing; its place is needed for the next one.</summary>
    Ended,

    /// <summary>It was never bound: it holds nothing.</summary>
    NeverBound,

    /// <summary>The agent confirmed that nobody maps its memory any more.</summary>
    Drained,

    /// <summary>Its pool is being deleted and the time to wait for agents is over.</summary>
    DeadlinePassed,

    /// <summary>There is no agent on the node that could confirm anything, and there has not been one for long.</summary>
    AgentGone,

    /// <summary>Its pool or its node does not exist any more.</summary>
    Orphaned,
}
