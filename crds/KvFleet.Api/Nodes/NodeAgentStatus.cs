using System.Text.Json.Serialization;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>The agent that reported.</summary>
public sealed class NodeAgentStatus
{
    /// <summary>Version of the agent.</summary>
    public string? Version { get; set; }

    /// <summary>Name of the agent's pod.</summary>
    public string? PodName { get; set; }

    /// <summary>When the agent started.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? StartedAt { get; set; }
}
