using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Hands fields that were written by update or patch to a manager that applies. Without it they stay owned by the old manager for ever, and a field that the
/// applied intent drops is never removed (kubernetes/kubernetes#99003). Same rules as client-go's csaupgrade.
/// </summary>
internal static class ManagedFieldsUpgrade
{
    /// <summary>The entries after the change; null when there is nothing to change.</summary>
    /// <param name="entries"><c>metadata.managedFields</c>.</param>
    /// <param name="formerManagers">Managers that updated.</param>
    /// <param name="fieldManager">The manager that applies from now on.</param>
    /// <param name="subresource">Whose fields: null for the object itself, or <c>status</c>.</param>
    public static JsonArray? Upgrade(JsonArray entries, IReadOnlyCollection<string> formerManagers, string fieldManager, string? subresource = null)
    {
        bool Of(JsonObject entry, string operation) =>
            Text(entry, "operation") == operation && (Text(entry, "subresource") ?? string.Empty) == (subresource ?? string.Empty);
        var all = entries.OfType<JsonObject>().ToArray();
        var former = all.Where(e => Of(e, "Update") && formerManagers.Contains(Text(e, "manager"), StringComparer.Ordinal)).ToArray();
        if (former.Length == 0)
            return null;

        var applied = all.FirstOrDefault(e => Of(e, "Apply") && Text(e, "manager") == fieldManager);
        var kept = applied ?? former[0];
        var target = kept.DeepClone().AsObject();
        target["manager"] = fieldManager;
        target["operation"] = "Apply";
        // Sets of fields of different API versions cannot be joined; what such an entry held is dropped, and with it the claim to own it.
        foreach (var entry in former.Where(e => e != kept && Text(e, "apiVersion") == Text(target, "apiVersion")))
            Join(target, entry);

        return [.. all.Where(e => e == kept || !former.Contains(e)).Select(e => e == kept ? target : e.DeepClone())];
    }

    private static void Join(JsonObject target, JsonObject entry)
    {
        if (entry["fieldsV1"] is not JsonObject fields)
            return;
        if (target["fieldsV1"] is JsonObject owned)
            Join(owned, fields, depth: 0);
        else
            target["fieldsV1"] = fields.DeepClone();
    }

    // A set of fields is a tree of maps whose leaves are empty; the union is the union of the maps.
    private static void Join(JsonObject owned, JsonObject fields, int depth)
    {
        foreach (var (name, inner) in fields)
        {
            if (owned[name] is JsonObject known && inner is JsonObject more && depth < 64)
                Join(known, more, depth + 1);
            else if (!owned.ContainsKey(name))
                owned[name] = inner?.DeepClone();
        }
    }

    private static string? Text(JsonObject entry, string field) => entry[field]?.GetValue<string>();
}
