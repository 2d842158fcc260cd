using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>What the node's agent has to hold.</summary>
public sealed class KVCacheNodeSpec
{
    /// <summary>One entry for each pool that has bytes on the node, or still has bytes to give back.</summary>
    public List<PoolAssignment>? Assignments { get; set; }

    /// <summary>Shared filesystems that the node shall have.</summary>
    [XListType(ListType.Map), XListMapKeys("name")]
    public List<NodeFilesystem>? Filesystems { get; set; }

    /// <summary>Pools that ask for a shared filesystem and do not get it.</summary>
    public List<NodeSharedRefusal>? SharedRefusals { get; set; }
}
