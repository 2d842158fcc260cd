using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>Names an object of any kind.</summary>
public sealed class V1ObjectReference
{
    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Kind.</summary>
    public string? Kind { get; set; }

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Namespace.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>Incarnation.</summary>
    public string? Uid { get; set; }

    /// <summary>Version.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Part of the object, for example <c>spec.containers{hold}</c>.</summary>
    public string? FieldPath { get; set; }
}
