using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Client;

/// <summary>Merge patches (RFC 7386) made of two documents.</summary>
internal static class MergeDifference
{
    /// <summary>The patch that turns one document into another: objects are compared field by field, lists are replaced as a whole. Empty when nothing differs.</summary>
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, old) in before)
        {
            if (!after.TryGetPropertyValue(name, out var wanted))
                patch[name] = null;
            else if (old is JsonObject oldFields && wanted is JsonObject wantedFields)
                AddInner(patch, name, Between(oldFields, wantedFields));
            else if (!JsonNode.DeepEquals(old, wanted))
                patch[name] = wanted?.DeepClone();
        }

        foreach (var (name, added) in after.Where(field => !before.ContainsKey(field.Key)))
            patch[name] = added?.DeepClone();
        return patch;
    }

    /// <summary>Whether a patch replaces a list of objects, whose fields may be more than the writer knows.</summary>
    public static bool ReplacesObjects(JsonNode? patch) => patch switch
    {
        JsonObject fields => fields.Any(field => ReplacesObjects(field.Value)),
        JsonArray list => list.Any(item => item is JsonObject),
        _ => false,
    };

    private static void AddInner(JsonObject patch, string name, JsonObject inner)
    {
        if (inner.Count > 0)
            patch[name] = inner;
    }
}
