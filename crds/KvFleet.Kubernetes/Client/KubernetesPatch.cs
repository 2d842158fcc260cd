using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Client;

/// <summary>A patch and how it is written.</summary>
/// <param name="Type">How it is written.</param>
/// <param name="Body">The patch: an object, or for <see cref="PatchType.Json"/> a list.</param>
public sealed record KubernetesPatch(PatchType Type, JsonNode Body)
{
    internal string ContentType => Type switch
    {
        PatchType.Json => "application/json-patch+json",
        PatchType.StrategicMerge => "application/strategic-merge-patch+json",
        _ => "application/merge-patch+json",
    };

    /// <summary>A merge patch (RFC 7386).</summary>
    /// <param name="body">The fields to set; null values remove.</param>
    public static KubernetesPatch Merge(JsonObject body) => new(PatchType.Merge, body);

    /// <summary>A JSON patch (RFC 6902).</summary>
    /// <param name="operations">The operations. A <c>test</c> operation makes it conditional.</param>
    public static KubernetesPatch Json(JsonArray operations) => new(PatchType.Json, operations);

    /// <summary>A strategic merge patch, for built-in kinds.</summary>
    /// <param name="body">The fields to set.</param>
    public static KubernetesPatch StrategicMerge(JsonObject body) => new(PatchType.StrategicMerge, body);
}
