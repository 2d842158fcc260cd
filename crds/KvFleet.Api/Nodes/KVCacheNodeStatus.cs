using System.Text.Json.Serialization;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>What the node is and what its agent measured. Phases are written at once, figures at most once a minute.</summary>
public sealed class KVCacheNodeStatus
{
    /// <summary>The generation of the spec that the agent acted on when it reported.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>AgentReady, Schedulable and (where agents are given a disk) LocalDiskReady, with reason and remedy.</summary>
    [XListType(ListType.Map), XListMapKeys("type")]
    public List<V1Condition>? Conditions { get; set; }

    /// <summary>The class of the node's accelerators.</summary>
    public NodeAcceleratorClass? AcceleratorClass { get; set; }

    /// <summary>How much host memory pools may have here, and why.</summary>
    public NodeBudgetStatus? Budget { get; set; }

    /// <summary>The machine's NUMA nodes.</summary>
    [XListType(ListType.Map), XListMapKeys("id")]
    public List<NumaNodeStatus>? NumaNodes { get; set; }

    /// <summary>The accelerators on the node's PCI bus.</summary>
    [XListType(ListType.Map), XListMapKeys("address")]
    public List<NodeAcceleratorStatus>? Accelerators { get; set; }

    /// <summary>The bandwidth of the node's tiers, as measured at the agent's start, daily and on request (annotation kvfleet.io/measure).</summary>
    [XListType(ListType.Map), XListMapKeys("tier", "direction")]
    public List<NodeBandwidthStatus>? Bandwidth { get; set; }

    /// <summary>The agent that reported.</summary>
    public NodeAgentStatus? Agent { get; set; }

    /// <summary>Identity of the running kernel; a change means that the node was rebooted and all memory is new.</summary>
    [JsonPropertyName("bootID")]
    public string? BootId { get; set; }

    /// <summary>When the agent measured the figures below.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? ReportedAt { get; set; }

    /// <summary>Pages of all pools that exist on the node, as measured. Absent when the agent cannot be reached.</summary>
    public ResourceQuantity? Resident { get; set; }

    /// <summary>The disk for caches. Absent when there is none that can be used, or the agent cannot be reached.</summary>
    public NodeLocalDiskStatus? LocalDisk { get; set; }

    /// <summary>The pools on the node.</summary>
    public List<NodePoolStatus>? Pools { get; set; }
}
