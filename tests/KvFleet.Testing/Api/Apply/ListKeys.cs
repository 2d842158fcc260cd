namespace KvFleet.Testing;

/// <summary>Which lists merge by key: the usual built-in ones, and what a test adds.</summary>
internal sealed class ListKeys(IReadOnlyDictionary<string, string[]> more)
{
    private readonly Dictionary<string, string[]> _learned = new(StringComparer.Ordinal);

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

    /// <summary>Takes over what a schema says of a list.</summary>
    public void Learn(string field, string[] keys) => _learned[field] = keys;

    /// <summary>The key fields; empty for a set of scalars; null for an atomic list.</summary>
    public string[]? Of(string field) => more.TryGetValue(field, out var keys) || _learned.TryGetValue(field, out keys) || BuiltIn.TryGetValue(field, out keys) ? keys : null;
}
