using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>An aspect of a pod's state.</summary>
public sealed class V1PodCondition
{
    /// <summary>For example <c>PodScheduled</c> or <c>Ready</c>.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string Status { get; set; } = string.Empty;

    /// <summary>Why, for example <c>Unschedulable</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>Why, for people.</summary>
    public string? Message { get; set; }

    /// <summary>When it was last asked.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastProbeTime { get; set; }

    /// <summary>When the status last changed.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastTransitionTime { get; set; }
}
