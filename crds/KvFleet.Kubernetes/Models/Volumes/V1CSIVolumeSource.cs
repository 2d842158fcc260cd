using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>Inline volume of a CSI driver.</summary>
public sealed class V1CSIVolumeSource
{
    /// <summary>Name of the driver.</summary>
    public string Driver { get; set; } = string.Empty;

    /// <summary>No writes.</summary>
    [JsonPropertyName("readOnly")]
    public bool? ReadOnlyProperty { get; set; }

    /// <summary>Filesystem.</summary>
    public string? FsType { get; set; }

    /// <summary>What the driver is told.</summary>
    public IDictionary<string, string>? VolumeAttributes { get; set; }

    /// <summary>Secret that the driver gets.</summary>
    public V1LocalObjectReference? NodePublishSecretRef { get; set; }
}
