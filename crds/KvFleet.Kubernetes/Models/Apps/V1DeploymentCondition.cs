using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>An aspect of a deployment's state.</summary>
public sealed class V1DeploymentCondition
{
    /// <summary>For example <c>Available</c>.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string Status { get; set; } = string.Empty;

    /// <summary>Why, for programs.</summary>
    public string? Reason { get; set; }

    /// <summary>Why, for people.</summary>
    public string? Message { get; set; }

    /// <summary>When it was last written.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastUpdateTime { get; set; }

    /// <summary>When the status last changed.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastTransitionTime { get; set; }
}
