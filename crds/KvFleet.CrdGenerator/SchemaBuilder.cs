using System.Reflection;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes;

namespace KvFleet.CrdGenerator;

/// <summary>A class as a structural OpenAPI v3 schema.</summary>
internal static class SchemaBuilder
{
    // As controller-gen writes it: every quantity that Kubernetes can parse.
    private const string AnyQuantity = @"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$";

    /// <summary>Builds the schema of a class; the class' own summary is its description.</summary>
    /// <exception cref="NotSupportedException">A property's type has no counterpart in a schema.</exception>
    public static JsonObject Build(Type type)
    {
        var schema = new JsonObject { ["type"] = "object", ["description"] = XmlDocumentation.Of(type) };
        var properties = JsonProperties.Of(type);
        var required = properties.Where(property => property.Info.GetCustomAttribute<RequiredAttribute>() is not null).Select(property => (JsonNode)property.JsonName).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        schema["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.JsonName, (JsonNode?)Property(property.Info))));
        SchemaBounds.AddRules(schema, type);
        return schema;
    }

    private static JsonObject Property(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = Of(type);
        schema["description"] = Description(property, type);
        SchemaBounds.Add(schema, property);
        SchemaBounds.AddRules(schema, property);
        return schema;
    }

    private static string Description(PropertyInfo property, Type type) => type.IsEnum
        ? XmlDocumentation.Of(property) + " " + string.Join(" ", JsonEnum.Values(type).Select(value => $"{value.Name}: {XmlDocumentation.Of(value.Field)}"))
        : XmlDocumentation.Of(property);

    private static JsonObject Of(Type type) => type switch
    {
        _ when type == typeof(string) => new() { ["type"] = "string" },
        _ when type == typeof(bool) => new() { ["type"] = "boolean" },
        _ when type == typeof(int) => new() { ["type"] = "integer", ["format"] = "int32" },
        _ when type == typeof(long) => new() { ["type"] = "integer", ["format"] = "int64" },
        _ when type == typeof(double) => new() { ["type"] = "number" },
        _ when type == typeof(DateTimeOffset) => new() { ["type"] = "string", ["format"] = "date-time" },
        _ when type == typeof(ResourceQuantity) => new()
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }),
            ["pattern"] = AnyQuantity,
            ["x-kubernetes-int-or-string"] = true,
        },
        { IsEnum: true } => new() { ["type"] = "string", ["enum"] = new JsonArray([.. JsonEnum.Values(type).Select(value => (JsonNode)value.Name)]) },
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(List<>) => new() { ["type"] = "array", ["items"] = Of(type.GetGenericArguments()[0]) },
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Dictionary<,>) => new() { ["type"] = "object", ["additionalProperties"] = Of(type.GetGenericArguments()[1]) },
        { IsClass: true } => Build(type),
        _ => throw new NotSupportedException($"{type.FullName} has no counterpart in a schema"),
    };
}
