namespace KvFleet.Kubernetes.Controllers;

/// <summary>Finds the owner that manages an object.</summary>
internal static class OwnerMapping
{
    /// <summary>
    /// The key of the object's controlling owner if it is of the given kind, in whatever version: an object written before an API upgrade keeps its owner.
    /// An owner lives in its child's namespace or in none; another namespace's would be garbage-collected away.
    /// </summary>
    public static IEnumerable<ObjectKey> ToController(IMetadata<V1ObjectMeta> child, EntityMetadata owner)
    {
        if (child.GetController() is { } reference && reference.Matches(owner))
            yield return new ObjectKey(owner.Scope == EntityScope.Cluster ? null : child.Namespace(), reference.Name);
    }
}
