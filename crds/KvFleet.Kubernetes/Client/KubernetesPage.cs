namespace KvFleet.Kubernetes.Client;

/// <summary>One page of a list.</summary>
/// <typeparam name="TEntity">The item type.</typeparam>
/// <param name="Items">The items; each carries its <c>apiVersion</c> and <c>kind</c>, though servers omit them in lists.</param>
/// <param name="Metadata">Where to continue, and from where to watch.</param>
public sealed record KubernetesPage<TEntity>(IReadOnlyList<TEntity> Items, V1ListMeta Metadata)
{
    /// <summary>Objects that exist but do not fit the type. They are not in <see cref="Items"/>; do not take them for absent.</summary>
    public IReadOnlyList<UnreadableObject> Unreadable { get; init; } = [];
}
