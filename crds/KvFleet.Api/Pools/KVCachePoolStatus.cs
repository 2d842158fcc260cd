using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>What was measured, never what was wished. Figures of agents that cannot be reached are left out and counted in nodes.unknown.</summary>
public sealed class KVCachePoolStatus
{
    /// <summary>The generation of the spec that this status answers.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Ready, CapacityAssigned, AgentsReady, Degraded and, where the spec asks for it, LocalDiskReady, SharedFilesystemReady and RespReady, each with a reason and a message that names cause and remedy.</summary>
    [XListType(ListType.Map), XListMapKeys("type")]
    public List<V1Condition>? Conditions { get; set; }

    /// <summary>Sizes that follow from the model and the parallelism.</summary>
    public PoolGeometryStatus? Geometry { get; set; }

    /// <summary>The pool's host memory over the whole fleet.</summary>
    public PoolHostMemoryStatus? HostMemory { get; set; }

    /// <summary>The pool's local disk over the whole fleet. Absent when spec.localDisk is.</summary>
    public PoolLocalDiskStatus? LocalDisk { get; set; }

    /// <summary>The pool's directory on a shared filesystem. Absent when spec.sharedFilesystem is.</summary>
    public PoolSharedFilesystemStatus? SharedFilesystem { get; set; }

    /// <summary>The nodes of the pool, counted.</summary>
    public PoolNodesStatus? Nodes { get; set; }

    /// <summary>How the pool's blocks are used again, over all nodes.</summary>
    public PoolReuseStatus? Reuse { get; set; }

    /// <summary>Where clients of the Redis protocol find the pool. Absent while spec.resp does not ask for it.</summary>
    public PoolRespStatus? Resp { get; set; }

    /// <summary>The pool's memory by class of accelerator.</summary>
    [XListType(ListType.Map), XListMapKeys("name")]
    public List<PoolAcceleratorClassStatus>? AcceleratorClasses { get; set; }
}
