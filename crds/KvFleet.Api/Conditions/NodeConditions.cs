namespace KvFleet.Api.Conditions;

/// <summary>Types of the conditions of a <c>KVCacheNode</c>.</summary>
public static class NodeConditions
{
    /// <summary>The node's agent reports and both its parts work.</summary>
    public const string AgentReady = "AgentReady";

    /// <summary>Pools may grow on the node.</summary>
    public const string Schedulable = "Schedulable";

    /// <summary>The agent's directory for pools' values can be used. Not there where agents are given none.</summary>
    public const string LocalDiskReady = "LocalDiskReady";

    /// <summary>The node's accelerators are well, known, and have the links they can have. Not there on nodes without.</summary>
    public const string AcceleratorsHealthy = "AcceleratorsHealthy";
}
