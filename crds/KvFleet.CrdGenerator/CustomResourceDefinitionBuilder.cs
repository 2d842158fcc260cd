using System.Reflection;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes;

namespace KvFleet.CrdGenerator;

/// <summary>One class with <see cref="KubernetesEntityAttribute"/> as an <c>apiextensions.k8s.io/v1</c> CustomResourceDefinition.</summary>
public static class CustomResourceDefinitionBuilder
{
    /// <summary>Builds the definition.</summary>
    /// <param name="type">The resource type: derives from <see cref="CustomKubernetesEntity{TSpec,TStatus}"/>.</param>
    public static JsonObject Build(Type type)
    {
        var entity = type.GetCustomAttribute<KubernetesEntityAttribute>() ?? throw new ArgumentException($"{type.FullName} has no [KubernetesEntity]", nameof(type));
        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = $"{entity.PluralName}.{entity.Group}" },
            ["spec"] = new JsonObject
            {
                ["group"] = entity.Group,
                ["names"] = Names(type, entity),
                ["scope"] = (type.GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? EntityScope.Namespaced).ToString(),
                ["versions"] = new JsonArray(Version(type, entity)),
            },
        };
    }

    private static JsonObject Names(Type type, KubernetesEntityAttribute entity)
    {
        var names = new JsonObject
        {
            ["kind"] = entity.Kind,
            ["listKind"] = entity.Kind + "List",
            ["plural"] = entity.PluralName,
            ["singular"] = entity.Kind.ToLowerInvariant(),
            ["categories"] = new JsonArray("kvfleet"),
        };
        if (type.GetCustomAttribute<KubernetesEntityShortNamesAttribute>() is { } shortNames)
        {
            names["shortNames"] = new JsonArray([.. shortNames.ShortNames.Select(name => (JsonNode)name)]);
        }

        return names;
    }

    private static JsonObject Version(Type type, KubernetesEntityAttribute entity) => new()
    {
        ["name"] = entity.ApiVersion,
        ["served"] = true,
        ["storage"] = true,
        ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
        ["additionalPrinterColumns"] = new JsonArray([.. type.GetCustomAttributes<GenericAdditionalPrinterColumnAttribute>().Select(PrinterColumn)]),
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = Root(type) },
    };

    private static JsonNode PrinterColumn(GenericAdditionalPrinterColumnAttribute attribute)
    {
        var column = new JsonObject { ["name"] = attribute.Name, ["type"] = attribute.Type, ["jsonPath"] = attribute.JsonPath };
        if (attribute.Description is { } description)
        {
            column["description"] = description;
        }

        if (attribute.Priority != PrinterColumnPriority.StandardView)
        {
            column["priority"] = 1;
        }

        return column;
    }

    private static JsonObject Root(Type type)
    {
        var arguments = SpecAndStatus(type);
        var properties = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "Group and version of this object's schema." },
            ["kind"] = new JsonObject { ["type"] = "string", ["description"] = "Kind of this object." },
            ["metadata"] = new JsonObject { ["type"] = "object" },
            ["spec"] = SchemaBuilder.Build(arguments[0]),
        };
        if (arguments.Length > 1)
        {
            properties["status"] = SchemaBuilder.Build(arguments[1]);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = XmlDocumentation.Of(type),
            ["required"] = new JsonArray("spec"),
            ["properties"] = properties,
        };
    }

    private static Type[] SpecAndStatus(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType)
            {
                return current.GetGenericArguments();
            }
        }

        throw new ArgumentException($"{type.FullName} does not derive from CustomKubernetesEntity<TSpec[, TStatus]>", nameof(type));
    }
}
