using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>A container that runs.</summary>
public sealed class V1ContainerStateRunning
{
    /// <summary>Since when.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? StartedAt { get; set; }
}
