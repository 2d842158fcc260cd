using System.Globalization;
using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>RFC 6902 without <c>move</c> and <c>copy</c>.</summary>
internal static class JsonPatch
{
    public static JsonNode Apply(JsonObject target, JsonArray operations)
    {
        var holder = new JsonObject { ["root"] = target.DeepClone() };
        foreach (var operation in operations)
        {
            var path = operation!["path"]!.GetValue<string>().Split('/').Skip(1)
                .Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
            One(holder, operation["op"]!.GetValue<string>(), ["root", .. path], operation["value"]);
        }

        return holder["root"]!.DeepClone();
    }

    private static void One(JsonNode holder, string op, string[] path, JsonNode? value)
    {
        var parent = path[..^1].Aggregate((JsonNode?)holder, Step) ?? throw Fail(path);
        var last = path[^1];
        switch (op)
        {
            case "test":
                if (!JsonNode.DeepEquals(Step(parent, last), value))
                    throw FakeStatusException.Invalid("the server rejected our request due to an error in our request: testing value failed");
                break;
            case "add" when parent is JsonArray list:
                if (last == "-")
                    list.Add(value?.DeepClone());
                else
                    list.Insert(Index(list, last, allowEnd: true), value?.DeepClone());
                break;
            case "add":
                parent[last] = value?.DeepClone();
                break;
            case "replace" when parent is JsonArray list:
                list[Index(list, last, allowEnd: false)] = value?.DeepClone();
                break;
            case "replace":
                _ = Step(parent, last) ?? throw Fail(path);
                parent[last] = value?.DeepClone();
                break;
            case "remove" when parent is JsonArray list:
                list.RemoveAt(Index(list, last, allowEnd: false));
                break;
            case "remove":
                if (!parent.AsObject().Remove(last))
                    throw Fail(path);
                break;
            default:
                throw FakeStatusException.BadRequest($"JSON patch operation '{op}' is not supported by the fake server");
        }
    }

    private static JsonNode? Step(JsonNode? node, string part) => node switch
    {
        JsonObject map => map[part],
        JsonArray list when int.TryParse(part, CultureInfo.InvariantCulture, out var i) && i >= 0 && i < list.Count => list[i],
        _ => null,
    };

    private static int Index(JsonArray list, string part, bool allowEnd) =>
        int.TryParse(part, CultureInfo.InvariantCulture, out var i) && i >= 0 && i < list.Count + (allowEnd ? 1 : 0)
            ? i
            : throw FakeStatusException.Invalid($"index {part} is out of range");

    private static FakeStatusException Fail(string[] path) =>
        FakeStatusException.Invalid($"the path /{string.Join('/', path.Skip(1))} does not exist");
}
