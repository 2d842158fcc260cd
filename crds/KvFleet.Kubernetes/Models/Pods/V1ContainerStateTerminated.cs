using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>How a container ended.</summary>
public sealed class V1ContainerStateTerminated
{
    /// <summary>Exit code.</summary>
    public int ExitCode { get; set; }

    /// <summary>Signal, if one killed it.</summary>
    public int? Signal { get; set; }

    /// <summary>For example <c>OOMKilled</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>Last words.</summary>
    public string? Message { get; set; }

    /// <summary>From.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Until.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? FinishedAt { get; set; }
}
