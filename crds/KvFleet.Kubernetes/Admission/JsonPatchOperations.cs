using System.Globalization;
using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Admission;

/// <summary>JSON patches (RFC 6902).</summary>
public static class JsonPatchOperations
{
    /// <summary>The operations that turn one document into another.</summary>
    /// <param name="before">The document as it is.</param>
    /// <param name="after">The document as it shall be.</param>
    /// <returns>A list of <c>add</c>, <c>remove</c> and <c>replace</c>, to be applied in its order; empty when nothing differs.</returns>
    public static JsonArray Between(JsonObject before, JsonObject after)
    {
        var operations = new List<JsonObject>();
        Compare(operations, string.Empty, before, after);
        return [.. operations];
    }

    private static void Compare(List<JsonObject> operations, string path, JsonNode? before, JsonNode? after)
    {
        switch (before, after)
        {
            case (JsonObject old, JsonObject wanted):
                CompareObjects(operations, path, old, wanted);
                break;
            case (JsonArray old, JsonArray wanted):
                CompareLists(operations, path, old, wanted);
                break;
            default:
                if (!JsonNode.DeepEquals(before, after))
                    operations.Add(Operation("replace", path, after));
                break;
        }
    }

    private static void CompareObjects(List<JsonObject> operations, string path, JsonObject before, JsonObject after)
    {
        foreach (var (name, old) in before)
        {
            if (after.TryGetPropertyValue(name, out var wanted))
                Compare(operations, Inside(path, name), old, wanted);
            else
                operations.Add(Removal(Inside(path, name)));
        }

        foreach (var (name, wanted) in after.Where(p => !before.ContainsKey(p.Key)))
            operations.Add(Operation("add", Inside(path, name), wanted));
    }

    // By position: what the server holds is exactly what was compared with, so a longer patch is the only price of an insertion.
    private static void CompareLists(List<JsonObject> operations, string path, JsonArray before, JsonArray after)
    {
        var common = Math.Min(before.Count, after.Count);
        for (var i = 0; i < common; i++)
            Compare(operations, Inside(path, Index(i)), before[i], after[i]);
        // From the end, so that the positions of what is still to be removed do not move.
        for (var i = before.Count - 1; i >= common; i--)
            operations.Add(Removal(Inside(path, Index(i))));
        foreach (var added in after.Skip(common))
            operations.Add(Operation("add", path + "/-", added));
    }

    private static JsonObject Removal(string path) => new JsonObject { ["op"] = "remove", ["path"] = path };

    private static JsonObject Operation(string op, string path, JsonNode? value) => new JsonObject { ["op"] = op, ["path"] = path, ["value"] = value?.DeepClone() };

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static string Inside(string path, string name) =>
        $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
