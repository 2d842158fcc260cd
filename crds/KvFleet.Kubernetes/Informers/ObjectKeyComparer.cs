namespace KvFleet.Kubernetes.Informers;

/// <summary>Orders keys by namespace, then name, ordinally: lists come in the same order in every process.</summary>
internal sealed class ObjectKeyComparer : IComparer<ObjectKey>
{
    public static ObjectKeyComparer Instance { get; } = new();

    public int Compare(ObjectKey? x, ObjectKey? y)
    {
        var byNamespace = string.CompareOrdinal(x?.Namespace, y?.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(x?.Name, y?.Name);
    }
}
