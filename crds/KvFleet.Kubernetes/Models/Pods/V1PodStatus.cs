using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>State of a pod.</summary>
public sealed class V1PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string? Phase { get; set; }

    /// <summary>Why, for example <c>Evicted</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>Why, for people.</summary>
    public string? Message { get; set; }

    /// <summary>Aspects of its state.</summary>
    public IList<V1PodCondition>? Conditions { get; set; }

    /// <summary>Its address.</summary>
    public string? PodIP { get; set; }

    /// <summary>All its addresses.</summary>
    public IList<V1PodIP>? PodIPs { get; set; }

    /// <summary>The node's address.</summary>
    public string? HostIP { get; set; }

    /// <summary>When the kubelet took it on.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>State of the containers.</summary>
    public IList<V1ContainerStatus>? ContainerStatuses { get; set; }

    /// <summary>State of the init containers.</summary>
    public IList<V1ContainerStatus>? InitContainerStatuses { get; set; }

    /// <summary><c>Guaranteed</c>, <c>Burstable</c> or <c>BestEffort</c>.</summary>
    public string? QosClass { get; set; }

    /// <summary>The node where room is being made for it.</summary>
    public string? NominatedNodeName { get; set; }
}
