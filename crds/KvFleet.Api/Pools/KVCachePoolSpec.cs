using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>What the pool should be. Sizes are per node or over the whole fleet, never per rank.</summary>
public sealed class KVCachePoolSpec
{
    /// <summary>The model whose KV blocks the pool holds.</summary>
    [Required]
    public PoolModel Model { get; set; } = new();

    /// <summary>How engines split the model over accelerators; it decides how large a row (one block of all ranks) is.</summary>
    public PoolParallelism? Parallelism { get; set; }

    /// <summary>
    /// Host memory of the pool over the whole fleet, for example 2Ti. It is divided over the matching nodes in proportion to their budget. What does not fit is reported
    /// in the condition CapacityAssigned, never over-committed.
    /// </summary>
    [Required]
    public ResourceQuantity Capacity { get; set; }

    /// <summary>Bounds and properties of the pool's pinned host memory.</summary>
    public PoolHostMemory? HostMemory { get; set; }

    /// <summary>A slice of the nodes' local disks as the tier below host memory. Absent: none.</summary>
    public PoolLocalDisk? LocalDisk { get; set; }

    /// <summary>A directory of the pool's own on a shared filesystem as the tier below local disk. Absent: none.</summary>
    public PoolSharedFilesystem? SharedFilesystem { get; set; }

    /// <summary>How the pool keeps blocks: which leave first, how many may be pinned, how much is kept free.</summary>
    public PoolStoreSettings? Store { get; set; }

    /// <summary>Serves the pool over the Redis protocol on TCP, too. Without it, only pods with the pool's volume reach the pool.</summary>
    public PoolResp? Resp { get; set; }

    /// <summary>Who else may use the pool. Absent: pods of its own namespace alone.</summary>
    public PoolSharing? Sharing { get; set; }

    /// <summary>Labels a node must have. Empty: every node that runs an agent.</summary>
    public Dictionary<string, string>? NodeSelector { get; set; }

    /// <summary>Further conditions on the labels of a node; all of them must hold.</summary>
    [Items(maxItems: 32)]
    public List<PoolNodeRequirement>? NodeRequirements { get; set; }

    /// <summary>Taints that the pool's holder pods tolerate. A node with a NoSchedule or NoExecute taint that is not tolerated is not used.</summary>
    [Items(maxItems: 64)]
    public List<PoolToleration>? Tolerations { get; set; }

    /// <summary>What tiers are to improve: the time to the first token (Latency), or the work of accelerators (Throughput). It decides when a tier pays.</summary>
    [DefaultValue(nameof(PoolObjective.Latency))]
    public PoolObjective? Objective { get; set; }

    /// <summary>Share of a node relative to other pools when they want more than the node's budget: a pool of weight 200 gets twice what one of weight 100 gets.</summary>
    [RangeMinimum(1), RangeMaximum(1000), DefaultValue(100)]
    public int? Weight { get; set; }

    /// <summary>PriorityClass of the holder pods: decides what the scheduler may preempt for them, and them for others. Empty: the cluster's default.</summary>
    [Length(minLength: 1, maxLength: 253)]
    public string? PriorityClassName { get; set; }

    /// <summary>Freezes the pool: it keeps the memory it has, and nothing is assigned or taken away until it is false again.</summary>
    [DefaultValue(false)]
    public bool? Paused { get; set; }
}
