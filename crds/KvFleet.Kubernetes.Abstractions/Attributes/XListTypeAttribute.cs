namespace KvFleet.Kubernetes;

/// <summary>How server-side apply merges a list (<c>x-kubernetes-list-type</c>).</summary>
/// <param name="listType">The way.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class XListTypeAttribute(ListType listType) : Attribute
{
    /// <summary>The way.</summary>
    public ListType ListType { get; } = listType;
}
