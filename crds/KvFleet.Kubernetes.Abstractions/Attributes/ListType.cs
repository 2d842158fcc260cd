namespace KvFleet.Kubernetes;

/// <summary>How server-side apply merges a list.</summary>
public enum ListType
{
    /// <summary>The list is one value and replaced as a whole.</summary>
    Atomic,

    /// <summary>Scalars, each at most once.</summary>
    Set,

    /// <summary>Objects keyed by the fields of <see cref="XListMapKeysAttribute"/>.</summary>
    Map,
}
