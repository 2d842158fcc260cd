namespace KvFleet.Api;

/// <summary>Annotations that KvFleet reads or writes.</summary>
public static class WellKnownAnnotations
{
    /// <summary>On a Node, by its admin: <c>"true"</c> takes the node out of every pool; what it holds is drained.</summary>
    public const string Exclude = "kvfleet.io/exclude";

    /// <summary>On a Node, by its admin: a quantity that replaces the computed host memory budget (never above what the scheduler has left).</summary>
    public const string HostMemoryBudget = "kvfleet.io/host-memory-budget";

    /// <summary>On a Namespace, by its admin: a quantity that all pools of the namespace together may not exceed.</summary>
    public const string HostMemoryCap = "kvfleet.io/host-memory-cap";

    /// <summary>On a KVCacheNode, by its admin: with every new value the node's tiers are measured again.</summary>
    public const string Measure = "kvfleet.io/measure";

    /// <summary>On a holder pod: the pool it holds memory for, as <c>namespace/name</c>.</summary>
    public const string Pool = "kvfleet.io/pool";

    /// <summary>On a holder pod: the bytes it holds, a plain integer.</summary>
    public const string Bytes = "kvfleet.io/bytes";

    /// <summary>On a holder or mount pod: the node it is made for.</summary>
    public const string Node = "kvfleet.io/node";

    /// <summary>On a mount pod: the KVCacheFilesystem.</summary>
    public const string Filesystem = "kvfleet.io/filesystem";

    /// <summary>On a mount pod: a hash of the source that it mounts.</summary>
    public const string MountVersion = "kvfleet.io/mount-version";
}
