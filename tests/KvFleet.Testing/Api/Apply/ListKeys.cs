namespace KvFleet.Testing;

/// <summary>Which lists merge by key: the usual built-in ones, and what a test adds.</summary>
internal sealed class ListKeys(IReadOnlyDictionary<string, string[]> more)
{
    private static readonly Dictionary<string, string[]> BuiltIn = new(StringComparer.Ordinal)
    {
        ["conditions"] = ["type"],
        ["containers"] = ["name"],
        ["env"] = ["name"],
        ["finalizers"] = [],
        ["imagePullSecrets"] = ["name"],
        ["initContainers"] = ["name"],
        ["ownerReferences"] = ["uid"],
        ["ports"] = ["containerPort"],
        ["taints"] = ["key"],
        ["volumeMounts"] = ["mountPath"],
        ["volumes"] = ["name"],
    };

    /// <summary>The key fields; empty for a set of scalars; null for an atomic list.</summary>
    public string[]? Of(string field) => more.TryGetValue(field, out var keys) || BuiltIn.TryGetValue(field, out keys) ? keys : null;
}
