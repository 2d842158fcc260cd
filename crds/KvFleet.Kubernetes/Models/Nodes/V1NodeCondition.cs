using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>An aspect of a machine's state.</summary>
public sealed class V1NodeCondition
{
    /// <summary>For example <c>Ready</c>.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string Status { get; set; } = string.Empty;

    /// <summary>Why, for programs.</summary>
    public string? Reason { get; set; }

    /// <summary>Why, for people.</summary>
    public string? Message { get; set; }

    /// <summary>When it was last reported.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastHeartbeatTime { get; set; }

    /// <summary>When the status last changed.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastTransitionTime { get; set; }
}
