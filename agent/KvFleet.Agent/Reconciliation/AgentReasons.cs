namespace KvFleet.Agent.Reconciliation;

/// <summary>Machine-readable reasons beside those of the protocol and of the store.</summary>
internal static class AgentReasons
{
    /// <summary>The pool does not exist, or this node has no part of it.</summary>
    public const string PoolNotOnNode = "PoolNotOnNode";

    /// <summary>The pool has a part here, of which nothing can be mapped yet.</summary>
    public const string PoolNotReady = "PoolNotReady";

    /// <summary>The pool can be mapped.</summary>
    public const string PoolReady = "PoolReady";

    /// <summary>The agent has not heard yet what this node shall hold.</summary>
    public const string AssignmentsUnknown = "AssignmentsUnknown";

    /// <summary>The volume's pod is not a holder that this node is assigned.</summary>
    public const string HolderNotAssigned = "HolderNotAssigned";

    /// <summary>A client sends more than any honest one would.</summary>
    public const string TooManyMessages = "TooManyMessages";

    /// <summary>A client does not read what it is sent.</summary>
    public const string ClientNotReading = "ClientNotReading";

    /// <summary>A client did not introduce itself in time.</summary>
    public const string HelloTimeout = "HelloTimeout";

    /// <summary>A volume has more connections than any engine needs.</summary>
    public const string TooManyConnections = "TooManyConnections";

    /// <summary>A descriptor that nobody asked for, or of an extent nobody asked for.</summary>
    public const string UnexpectedExtent = "UnexpectedExtent";
}
