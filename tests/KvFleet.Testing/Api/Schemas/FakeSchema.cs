using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KvFleet.Testing;

/// <summary>What a server does with the schema of a definition, but for formats and CEL rules: unknown fields are dropped, defaults filled in, values checked.</summary>
internal static class FakeSchema
{
    /// <summary>Drops what the schema does not know and fills in defaults.</summary>
    public static void Complete(JsonNode? node, JsonObject schema, bool isRoot = true)
    {
        if (node is JsonArray list && schema["items"] is JsonObject items)
        {
            foreach (var item in list)
                Complete(item, items, isRoot: false);
        }

        if (node is not JsonObject map)
            return;
        var known = schema["properties"] as JsonObject;
        foreach (var (name, value) in map.ToArray())
        {
            if (isRoot && name is "apiVersion" or "kind" or "metadata")
                continue;
            if ((known?[name] ?? schema["additionalProperties"]) is JsonObject child)
                Complete(value, child, isRoot: false);
            else if (known is not null && schema["x-kubernetes-preserve-unknown-fields"]?.GetValue<bool>() != true && schema["additionalProperties"] is null)
                map.Remove(name);
        }

        foreach (var (name, child) in known ?? [])
        {
            if (child!["default"] is not { } value || map[name] is not null)
                continue;
            map[name] = value.DeepClone();
            Complete(map[name], child.AsObject(), isRoot: false);
        }
    }

    /// <summary>Says what is wrong and where; nothing when all is well.</summary>
    public static IEnumerable<(string Field, string Message)> Check(JsonNode? node, JsonObject schema, string path = "")
    {
        if (node is null)
            return [];
        if (schema["type"]?.GetValue<string>() is { } type && !IsOf(type, node))
            return [(path, $"Invalid type, expected {type}: {node.ToJsonString()}")];
        var own = Bounds(node, schema).Select(message => (path, message));
        return node switch
        {
            JsonObject map => own
                .Concat((schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).Where(r => !map.ContainsKey(r)).Select(r => (Join(path, r), "Required value")))
                .Concat(map.Where(p => (path.Length > 0 || p.Key != "metadata") && ChildOf(schema, p.Key) is not null).SelectMany(p => Check(p.Value, ChildOf(schema, p.Key)!, Join(path, p.Key)))),
            JsonArray list when schema["items"] is JsonObject items => own.Concat(list.SelectMany((item, i) => Check(item, items, $"{path}[{i}]"))),
            _ => own,
        };
    }

    /// <summary>The lists that merge by key (or, without keys, as sets), by field name.</summary>
    public static IEnumerable<(string Field, string[] Keys)> Lists(JsonObject schema) =>
        (schema["properties"] as JsonObject ?? []).SelectMany(p => OfField(p.Key, p.Value!.AsObject()));

    private static IEnumerable<(string Field, string[] Keys)> OfField(string name, JsonObject schema)
    {
        if (schema["x-kubernetes-list-type"]?.GetValue<string>() is "map" or "set")
            yield return (name, [.. (schema["x-kubernetes-list-map-keys"] as JsonArray ?? []).Select(k => k!.GetValue<string>())]);
        foreach (var inner in Lists(schema).Concat(schema["items"] is JsonObject items ? Lists(items) : []))
            yield return inner;
    }

    private static JsonObject? ChildOf(JsonObject schema, string name) => (schema["properties"]?[name] ?? schema["additionalProperties"]) as JsonObject;

    private static IEnumerable<string> Bounds(JsonNode node, JsonObject schema)
    {
        if (node.GetValueKind() == JsonValueKind.Number)
        {
            var number = node.GetValue<JsonElement>().GetDouble();
            if (number < Number(schema, "minimum") || number > Number(schema, "maximum"))
                yield return $"Invalid value: {number.ToString(CultureInfo.InvariantCulture)}: out of bounds";
        }

        if (node.GetValueKind() == JsonValueKind.String)
        {
            var text = node.GetValue<string>();
            if (text.Length < Number(schema, "minLength") || text.Length > Number(schema, "maxLength"))
                yield return $"Invalid value: \"{text}\": length out of bounds";
            if (schema["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
                yield return $"Invalid value: \"{text}\": should match '{pattern}'";
        }

        if (node is JsonArray list && (list.Count < Number(schema, "minItems") || list.Count > Number(schema, "maxItems")))
            yield return $"Invalid value: {list.Count} items: out of bounds";
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, node)))
            yield return $"Unsupported value: {node.ToJsonString()}: supported values: {allowed.ToJsonString()}";
    }

    // A bound that is not there compares as false.
    private static double Number(JsonObject schema, string name) => schema[name] is { } value ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : double.NaN;

    private static bool IsOf(string type, JsonNode node) => (type, node.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger(double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)),
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        _ => false,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
