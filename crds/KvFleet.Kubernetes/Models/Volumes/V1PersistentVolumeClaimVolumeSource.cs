using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>A claim as a volume.</summary>
public sealed class V1PersistentVolumeClaimVolumeSource
{
    /// <summary>Its name.</summary>
    public string ClaimName { get; set; } = string.Empty;

    /// <summary>No writes.</summary>
    [JsonPropertyName("readOnly")]
    public bool? ReadOnlyProperty { get; set; }
}
