using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes;

namespace KvFleet.CrdGenerator;

/// <summary>Bounds, defaults and CEL rules of a member, from its attributes.</summary>
internal static class SchemaBounds
{
    /// <summary>Adds what the attributes of a property say to its schema.</summary>
    public static void Add(JsonObject schema, PropertyInfo property)
    {
        foreach (var attribute in property.GetCustomAttributes())
        {
            switch (attribute)
            {
                case RangeMinimumAttribute minimum:
                    schema["minimum"] = Number(minimum.Minimum);
                    break;
                case RangeMaximumAttribute maximum:
                    schema["maximum"] = Number(maximum.Maximum);
                    break;
                case LengthAttribute length:
                    AddUnlessNegative(schema, "minLength", length.MinLength);
                    AddUnlessNegative(schema, "maxLength", length.MaxLength);
                    break;
                case ItemsAttribute items:
                    AddUnlessNegative(schema, "minItems", items.MinItems);
                    AddUnlessNegative(schema, "maxItems", items.MaxItems);
                    break;
                case PatternAttribute pattern:
                    schema["pattern"] = pattern.RegexPattern;
                    break;
                case DefaultValueAttribute { Value: { } value }:
                    schema["default"] = Default(value);
                    break;
                case XListTypeAttribute list:
                    schema["x-kubernetes-list-type"] = list.ListType.ToString().ToLowerInvariant();
                    break;
                case XListMapKeysAttribute keys:
                    AddMapKeys(schema, keys.Keys);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Adds the CEL rules of a class or property.</summary>
    public static void AddRules(JsonObject schema, MemberInfo member)
    {
        foreach (var rule in member.GetCustomAttributes<ValidationRuleAttribute>())
        {
            var entry = new JsonObject { ["rule"] = rule.Rule };
            if (rule.Message is { } message)
            {
                entry["message"] = message;
            }

            if (schema["x-kubernetes-validations"] is JsonArray rules)
            {
                rules.Add((JsonNode)entry);
            }
            else
            {
                schema["x-kubernetes-validations"] = new JsonArray(entry);
            }
        }
    }

    // A list keyed by a member needs that member in every item: the server refuses the definition otherwise.
    private static void AddMapKeys(JsonObject schema, string[] keys)
    {
        schema["x-kubernetes-list-map-keys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]);
        var items = schema["items"]!.AsObject();
        var required = items["required"]?.AsArray().Select(node => node!.GetValue<string>()) ?? [];
        items["required"] = new JsonArray([.. required.Union(keys, StringComparer.Ordinal).Select(key => (JsonNode)key)]);
    }

    private static void AddUnlessNegative(JsonObject schema, string name, long value)
    {
        if (value >= 0)
        {
            schema[name] = value;
        }
    }

    private static JsonValue Number(double value) => Math.Floor(value) == value ? JsonValue.Create((long)value) : JsonValue.Create(value);

    private static JsonNode Default(object value) => value switch
    {
        bool flag => flag,
        string text => text,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
