using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>Metadata of a list: where to continue and from where to watch.</summary>
public sealed class V1ListMeta
{
    /// <summary>Opaque version of the list; a watch that starts there misses nothing.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Opaque token for the next page; null or empty on the last one.</summary>
    [JsonPropertyName("continue")]
    public string? ContinueProperty { get; set; }

    /// <summary>How many items follow, where the server knows.</summary>
    public long? RemainingItemCount { get; set; }
}
