using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>What was measured. Figures of nodes whose agent does not answer are left out.</summary>
public sealed class KVCacheFilesystemStatus
{
    /// <summary>The generation of the spec that this status answers.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Ready, with reason, and the node that cannot mount it.</summary>
    [XListType(ListType.Map), XListMapKeys("type")]
    public List<V1Condition>? Conditions { get; set; }

    /// <summary>Type and source in one word, for people.</summary>
    public string? Source { get; set; }

    /// <summary>The nodes that shall mount it, counted.</summary>
    public FilesystemNodesStatus? Nodes { get; set; }

    /// <summary>Nodes where it cannot be used, and why.</summary>
    [XListType(ListType.Map), XListMapKeys("name")]
    public List<FilesystemNodeProblem>? Problems { get; set; }

    /// <summary>Size of the filesystem.</summary>
    public ResourceQuantity? Capacity { get; set; }

    /// <summary>What may still be written.</summary>
    public ResourceQuantity? Available { get; set; }

    /// <summary>Pools on it, with what they use.</summary>
    public List<FilesystemPoolStatus>? Pools { get; set; }
}
