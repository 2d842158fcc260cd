namespace KvFleet.Kubernetes.Controllers;

/// <summary>Filters for updates that a controller need not look at.</summary>
public static class EntityFilters
{
    /// <summary>
    /// Passes changes of spec, labels, annotations, finalizers, owners and deletion; not those of status alone. Generation by itself would miss all but the first.
    /// </summary>
    /// <param name="oldEntity">What it was.</param>
    /// <param name="newEntity">What it is.</param>
    public static bool IgnoreStatus(IMetadata<V1ObjectMeta> oldEntity, IMetadata<V1ObjectMeta> newEntity)
    {
        var (a, b) = (oldEntity.Metadata, newEntity.Metadata);
        return a.Generation != b.Generation
            || b.Generation is null
            || a.DeletionTimestamp != b.DeletionTimestamp
            || !AreEqual(a.Labels, b.Labels)
            || !AreEqual(a.Annotations, b.Annotations)
            || !(a.Finalizers ?? []).SequenceEqual(b.Finalizers ?? [], StringComparer.Ordinal)
            || !(a.OwnerReferences ?? []).Select(static o => (o.Uid, o.Controller)).SequenceEqual((b.OwnerReferences ?? []).Select(static o => (o.Uid, o.Controller)));
    }

    private static bool AreEqual(IDictionary<string, string>? a, IDictionary<string, string>? b)
    {
        if ((a?.Count ?? 0) != (b?.Count ?? 0))
            return false;
        return a is null || b is null || a.All(pair => b.TryGetValue(pair.Key, out var value) && string.Equals(value, pair.Value, StringComparison.Ordinal));
    }
}
