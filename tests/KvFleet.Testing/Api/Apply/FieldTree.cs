using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>Names the fields of an object, so that they can be owned one by one.</summary>
/// <remarks>A path is a list of steps: <c>name</c> for a field, <c>[json of the keys]</c> for an item of a keyed list, <c>=json</c> for an item of a set.</remarks>
internal sealed class FieldTree(ListKeys listKeys)
{
    private const char Separator = '\u0001';

    /// <summary>All leaves: scalars, atomic lists, empty maps, and the keys of list items.</summary>
    public Dictionary<string, JsonNode?> Leaves(JsonNode node)
    {
        var leaves = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Collect(node, string.Empty, string.Empty, leaves);
        return leaves;
    }

    public void Set(JsonObject root, string path, JsonNode? value)
    {
        var steps = path.Split(Separator);
        JsonNode at = root;
        for (var i = 0; i < steps.Length - 1; i++)
            at = Enter(at, steps[i], steps[i + 1]);
        if (steps[^1][0] == '=')
        {
            if (!at.AsArray().Any(i => JsonNode.DeepEquals(i, value)))
                at.AsArray().Add(value?.DeepClone());
        }
        else
        {
            at[steps[^1]] = value?.DeepClone();
        }
    }

    /// <summary>Removes a leaf, and what is empty after that.</summary>
    public void Remove(JsonObject root, string path)
    {
        var steps = path.Split(Separator);
        var trail = new List<JsonNode> { root };
        foreach (var step in steps[..^1])
        {
            if (Find(trail[^1], step) is not { } next)
                return;
            trail.Add(next);
        }

        // An item goes with its last field; until then its keys stay, or it could not be found again.
        var last = steps.Length - 1;
        if (IsKey(path))
        {
            if (trail[last] is JsonObject item && item.Count > JsonNode.Parse(steps[last - 1])!.AsArray().Count)
                return;
            last--;
        }

        for (var i = last; i >= 0; i--)
        {
            Drop(trail[i], steps[i]);
            if (i > 0 && trail[i] is not (JsonObject { Count: 0 } or JsonArray { Count: 0 }))
                return;
        }
    }

    /// <summary>Whether a leaf is one of the keys of a list item. Remove such leaves last.</summary>
    public static bool IsKey(string path) =>
        path.Split(Separator) is [.., ['[', ..] item, var field] && JsonNode.Parse(item)!.AsArray().Any(k => k![0]!.GetValue<string>() == field);

    private void Collect(JsonNode? node, string field, string path, Dictionary<string, JsonNode?> leaves)
    {
        if (node is JsonObject { Count: > 0 } map)
        {
            foreach (var (name, child) in map)
                Collect(child, name, Join(path, name), leaves);
        }
        else if (node is JsonArray list && listKeys.Of(field) is { } keys && list.All(i => keys.Length == 0 || i is JsonObject))
        {
            foreach (var item in list)
                Collect(item, string.Empty, Join(path, StepOf(item, keys)), leaves);
        }
        else
        {
            leaves[path] = node;
        }
    }

    private static string StepOf(JsonNode? item, string[] keys)
    {
        if (keys.Length == 0)
            return "=" + item?.ToJsonString();
        return new JsonArray([.. keys.Select(k => new JsonArray(k, item![k]?.DeepClone()))]).ToJsonString();
    }

    private static string Join(string path, string step) => path.Length == 0 ? step : path + Separator + step;

    private static JsonNode Enter(JsonNode at, string step, string next)
    {
        if (Find(at, step) is { } found && (next[0] is '[' or '=') == found is JsonArray)
            return found;
        JsonNode made = next[0] is '[' or '=' ? new JsonArray() : new JsonObject();
        if (step[0] == '[')
        {
            foreach (var key in JsonNode.Parse(step)!.AsArray())
                made[key![0]!.GetValue<string>()] = key[1]?.DeepClone();
            at.AsArray().Add(made);
        }
        else
        {
            at[step] = made;
        }

        return made;
    }

    private static JsonNode? Find(JsonNode at, string step) => step[0] switch
    {
        '[' => (at as JsonArray)?.FirstOrDefault(i => HasKeys(i, step)),
        '=' => null,
        _ => (at as JsonObject)?[step],
    };

    private static bool HasKeys(JsonNode? item, string step) =>
        item is JsonObject && JsonNode.Parse(step)!.AsArray().All(k => JsonNode.DeepEquals(item[k![0]!.GetValue<string>()], k[1]));

    private static void Drop(JsonNode at, string step)
    {
        if (at is JsonArray list)
        {
            var gone = list.FirstOrDefault(i => step[0] == '=' ? "=" + i?.ToJsonString() == step : HasKeys(i, step));
            if (gone is not null)
                list.Remove(gone);
        }
        else
        {
            (at as JsonObject)?.Remove(step);
        }
    }
}
