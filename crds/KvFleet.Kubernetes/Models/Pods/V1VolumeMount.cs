using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>A mount.</summary>
public sealed class V1VolumeMount
{
    /// <summary>The volume's name.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Where.</summary>
    public string MountPath { get; set; } = string.Empty;

    /// <summary>Part of the volume.</summary>
    public string? SubPath { get; set; }

    /// <summary>No writes.</summary>
    [JsonPropertyName("readOnly")]
    public bool? ReadOnlyProperty { get; set; }

    /// <summary><c>None</c>, <c>HostToContainer</c> or <c>Bidirectional</c>.</summary>
    public string? MountPropagation { get; set; }
}
