namespace KvFleet.Api.Conditions;

/// <summary>Types of the conditions of a <c>KVCachePool</c>.</summary>
public static class PoolConditions
{
    /// <summary>Everything that was asked for is assigned, resident and locked.</summary>
    public const string Ready = "Ready";

    /// <summary>The planner could give nodes all that spec.capacity asks for, and the holders were bound.</summary>
    public const string CapacityAssigned = "CapacityAssigned";

    /// <summary>The agents of all nodes with assigned bytes report.</summary>
    public const string AgentsReady = "AgentsReady";

    /// <summary>Every node that holds the pool serves it over the Redis protocol on TCP. Only with spec.resp.</summary>
    public const string RespReady = "RespReady";

    /// <summary>Something that worked does not: stuck bytes, an unreachable agent, a refused lock, a failing disk.</summary>
    public const string Degraded = "Degraded";

    /// <summary>The local disk that spec.localDisk asks for is assigned and works. Not there without spec.localDisk; says nothing about Ready.</summary>
    public const string LocalDiskReady = "LocalDiskReady";

    /// <summary>The shared filesystem that spec.sharedFilesystem names is allowed and works on every node of the pool. Not there without spec.sharedFilesystem; says nothing about Ready.</summary>
    public const string SharedFilesystemReady = "SharedFilesystemReady";
}
