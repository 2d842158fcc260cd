using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>RFC 7386, and of strategic merge what controllers use: lists that have a merge key merge by it.</summary>
internal static class MergePatch
{
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch, Func<string, string[]?>? listKeys = null)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = target is JsonObject existing ? existing.DeepClone().AsObject() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
                result.Remove(name);
            else if (change is JsonArray set && listKeys?.Invoke(name) is [])
                result[name] = Union(result[name] as JsonArray, set);
            else if (change is JsonArray list && listKeys?.Invoke(name) is [var key, ..] && list.All(i => i is JsonObject))
                result[name] = MergeList(result[name] as JsonArray, list, key, listKeys);
            else
                result[name] = Apply(result[name], change, listKeys);
        }

        return result;
    }

    private static JsonArray Union(JsonArray? target, JsonArray patch) =>
        new([.. (target ?? []).Concat(patch.Where(added => target?.Any(i => JsonNode.DeepEquals(i, added)) != true)).Select(i => i?.DeepClone())]);

    private static JsonArray MergeList(JsonArray? target, JsonArray patch, string key, Func<string, string[]?> listKeys)
    {
        var items = target?.Select(i => i!.DeepClone()).ToList() ?? [];
        foreach (var change in patch.Select(i => i!.AsObject()))
        {
            var at = items.FindIndex(i => JsonNode.DeepEquals(i[key], change[key]));
            if (change["$patch"]?.GetValue<string>() == "delete")
            {
                if (at >= 0)
                    items.RemoveAt(at);
            }
            else if (at >= 0)
            {
                items[at] = Apply(items[at], change, listKeys)!;
            }
            else
            {
                items.Add(change.DeepClone());
            }
        }

        return new JsonArray([.. items]);
    }
}
