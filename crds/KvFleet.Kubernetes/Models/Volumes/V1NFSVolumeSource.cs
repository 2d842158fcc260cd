using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>An NFS export.</summary>
public sealed class V1NFSVolumeSource
{
    /// <summary>Name or address of the server.</summary>
    public string Server { get; set; } = string.Empty;

    /// <summary>The exported path.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>No writes.</summary>
    [JsonPropertyName("readOnly")]
    public bool? ReadOnlyProperty { get; set; }
}
