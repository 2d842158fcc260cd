namespace KvFleet.Kubernetes.Informers;

/// <summary>Ready-made indices for <see cref="InformerOptions{TEntity}.Indices"/>.</summary>
public static class StoreIndices
{
    /// <summary>Usual name of the index by owner.</summary>
    public const string Owner = "owner-uid";

    /// <summary>Files an object under the uid of each of its owners.</summary>
    /// <param name="entity">The object.</param>
    public static IEnumerable<string> ByOwnerUid(IMetadata<V1ObjectMeta> entity) =>
        entity.Metadata.OwnerReferences?.Select(o => o.Uid) ?? [];

    /// <summary>Files an object under its value of a label, if it has the label.</summary>
    /// <param name="label">The label's key.</param>
    public static Func<IMetadata<V1ObjectMeta>, IEnumerable<string>> ByLabel(string label) =>
        entity => entity.GetLabel(label) is { } value ? [value] : [];
}
