using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>JSON as the API server speaks it.</summary>
public static class KubernetesJson
{
    /// <summary>Options for the built-in kinds and those of further contexts. Types that no context names are an error, not reflection.</summary>
    /// <param name="contexts">Source-generated contexts, for example of custom resources.</param>
    public static JsonSerializerOptions CreateOptions(params IJsonTypeInfoResolver[] contexts)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new PooledStringConverter() },
            TypeInfoResolver = JsonTypeInfoResolver.Combine([KubernetesJsonContext.Default, .. contexts]),
        };
        options.MakeReadOnly();
        return options;
    }
}
