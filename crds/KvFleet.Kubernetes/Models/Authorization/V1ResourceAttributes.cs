using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>Doing something to a resource.</summary>
public sealed class V1ResourceAttributes
{
    /// <summary>Namespace; empty for all.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>Verb; <c>*</c> for all.</summary>
    public string? Verb { get; set; }

    /// <summary>API group.</summary>
    public string? Group { get; set; }

    /// <summary>Version.</summary>
    public string? Version { get; set; }

    /// <summary>Plural name.</summary>
    public string? Resource { get; set; }

    /// <summary>Subresource.</summary>
    public string? Subresource { get; set; }

    /// <summary>Name; empty for all.</summary>
    public string? Name { get; set; }
}
