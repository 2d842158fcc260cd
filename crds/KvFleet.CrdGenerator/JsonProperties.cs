using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using KvFleet.Kubernetes;

namespace KvFleet.CrdGenerator;

/// <summary>The properties of a class as the serialiser sees them.</summary>
internal static class JsonProperties
{
    /// <summary>Properties in the order they are written, with their JSON names.</summary>
    public static IReadOnlyList<(PropertyInfo Info, string JsonName)> Of(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.GetCustomAttribute<IgnoreAttribute>() is null)
            .OrderBy(property => property.MetadataToken)
            .Select(property => (property, property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name))),
    ];
}
