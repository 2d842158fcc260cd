using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>
/// Who owns which field of which object: a subset of server-side apply. Fields are owned per manager, operation and subresource: what a manager once wrote is not part of
/// what it applies. A plain write takes over what it changes; two managers that apply the same value share it. Schema defaults, versions and nested list keys of CRD schemas are not modelled.
/// </summary>
internal sealed class FieldOwners(FieldTree tree)
{
    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> _byUid = new(StringComparer.Ordinal);

    /// <summary>As whom a request owns fields.</summary>
    /// <param name="request">The request.</param>
    /// <param name="subresource">The subresource that is written; null for the object itself.</param>
    public static string Key(FakeRequest request, string? subresource) => $"{request.Manager}|{(request.Verb == "apply" ? "Apply" : "Update")}|{subresource}";

    /// <summary>While true nothing is remembered.</summary>
    public bool IsTrial { get; set; }

    /// <summary>Merges an intent into an object.</summary>
    public JsonObject Apply(JsonObject live, JsonObject intent, string manager, bool force, FakeResource resource)
    {
        var wanted = tree.Leaves(intent).Where(l => IsOwnable(l.Key)).ToDictionary(l => l.Key, l => l.Value);
        var has = tree.Leaves(live);
        var owners = Of(live);
        var conflicts = wanted.Where(w => has.TryGetValue(w.Key, out var value) && !JsonNode.DeepEquals(value, w.Value))
            .SelectMany(w => owners.Where(o => o.Key != manager && o.Value.Contains(w.Key)).Select(o => (Owner: o, Field: w.Key)))
            .ToList();
        if (conflicts.Count > 0 && !force)
        {
            throw new FakeStatusException(
                409,
                "Conflict",
                $"Apply failed with {conflicts.Count} conflict: {string.Join(", ", conflicts.Select(c => $"conflict with \"{c.Owner.Key.Split('|')[0]}\" using {resource.ApiVersion}: .{Show(c.Field)}"))}");
        }

        foreach (var (owner, field) in conflicts)
            owner.Value.Remove(field);
        var result = live.DeepClone().AsObject();
        var mine = owners.GetValueOrDefault(manager) ?? [];
        var gone = mine.Where(f => !wanted.ContainsKey(f) && !owners.Any(o => o.Key != manager && o.Value.Contains(f)));
        foreach (var field in gone.OrderBy(FieldTree.IsKey))
            tree.Remove(result, field);
        foreach (var (field, value) in wanted)
            tree.Set(result, field, value);
        owners[manager] = [.. wanted.Keys];
        return result;
    }

    /// <summary>Notes a plain write: who changes a field owns it alone.</summary>
    public void Wrote(JsonObject before, JsonObject after, string manager)
    {
        var old = tree.Leaves(before);
        var owners = Of(after);
        foreach (var (field, value) in tree.Leaves(after))
        {
            if (!IsOwnable(field) || (old.TryGetValue(field, out var was) && JsonNode.DeepEquals(was, value)))
                continue;
            foreach (var other in owners.Values)
                other.Remove(field);
            if (!owners.TryGetValue(manager, out var mine))
                owners[manager] = mine = [];
            mine.Add(field);
        }
    }

    private static bool IsOwnable(string path)
    {
        var top = path.Split('\u0001');
        return top[0] is not ("apiVersion" or "kind")
            && (top[0] != "metadata" || (top.Length > 1 && top[1] is "labels" or "annotations" or "finalizers" or "ownerReferences"));
    }

    private static string Show(string path) => path.Replace('\u0001', '.');

    private Dictionary<string, HashSet<string>> Of(JsonObject node)
    {
        var uid = node["metadata"]!["uid"]!.GetValue<string>();
        if (!_byUid.TryGetValue(uid, out var owners))
            owners = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        if (IsTrial)
            return owners.ToDictionary(o => o.Key, o => o.Value.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        return _byUid[uid] = owners;
    }
}
