using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>An object of any kind: type and metadata have classes, all other fields are JSON. Nothing is lost when it is read, changed and written.</summary>
[JsonConverter(typeof(UnstructuredObjectJsonConverter))]
public sealed class UnstructuredObject : KubernetesObject
{
    /// <summary>The fields besides <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>: <c>spec</c>, <c>status</c>, <c>data</c>, …</summary>
    public JsonObject Fields { get; set; } = [];

    /// <summary>A field by path; null when it, or one on the way to it, is not there.</summary>
    /// <param name="path">Names from the outside in, for example <c>spec</c>, <c>replicas</c>.</param>
    public JsonNode? Field(params ReadOnlySpan<string> path)
    {
        JsonNode? node = Fields;
        foreach (var name in path)
            node = node is JsonObject map && map.TryGetPropertyValue(name, out var inner) ? inner : null;
        return node;
    }

    /// <summary>Reads an object, for example a manifest.</summary>
    /// <param name="json">JSON text.</param>
    /// <exception cref="JsonException">It is no JSON object, or its metadata is not as Kubernetes has it.</exception>
    public static UnstructuredObject Parse([StringSyntax(StringSyntaxAttribute.Json)] string json) =>
        JsonSerializer.Deserialize(json, KubernetesJsonContext.Default.UnstructuredObject) ?? throw new JsonException("null is no object.");

    /// <summary>The object as JSON.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, KubernetesJsonContext.Default.UnstructuredObject)!.AsObject();
}
