using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>What somebody wants to do. Answer with <see cref="Admission.AdmissionAnswers"/>.</summary>
public sealed class V1AdmissionRequest
{
    /// <summary>Identity of this question; the answer repeats it.</summary>
    public string Uid { get; set; } = string.Empty;

    /// <summary>The kind in which the object is sent.</summary>
    public V1GroupVersionKind? Kind { get; set; }

    /// <summary>The resource in which the object is sent.</summary>
    public V1GroupVersionResource? Resource { get; set; }

    /// <summary>The subresource, for example <c>status</c>; null for the object itself.</summary>
    public string? SubResource { get; set; }

    /// <summary>The kind that was asked for, before the server converted it to <see cref="Kind"/>.</summary>
    public V1GroupVersionKind? RequestKind { get; set; }

    /// <summary>The resource that was asked for, before the server converted it to <see cref="Resource"/>.</summary>
    public V1GroupVersionResource? RequestResource { get; set; }

    /// <summary>The subresource that was asked for.</summary>
    public string? RequestSubResource { get; set; }

    /// <summary>Name; empty when the server is still to make one from <c>generateName</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Namespace; null for cluster-scoped kinds.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>One of <see cref="AdmissionOperations"/>.</summary>
    public string Operation { get; set; } = string.Empty;

    /// <summary>Who asks.</summary>
    public V1UserInfo UserInfo { get; set; } = new();

    /// <summary>The object as it shall be; null for deletions.</summary>
    public JsonObject? Object { get; set; }

    /// <summary>The object as it is; null for creations.</summary>
    public JsonObject? OldObject { get; set; }

    /// <summary>Nothing will be stored: the webhook must have no side effects.</summary>
    public bool? DryRun { get; set; }

    /// <summary>The options of the operation, for example <c>DeleteOptions</c>.</summary>
    public JsonObject? Options { get; set; }
}
