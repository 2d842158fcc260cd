using KvFleet.Api.Pools;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>Which pods of other namespaces an agent lets use a pool.</summary>
public sealed class AssignedSharing : IEquatable<AssignedSharing>
{
    /// <summary>Their namespaces, in order.</summary>
    [Required, XListType(ListType.Set)]
    public List<string> Namespaces { get; set; } = [];

    /// <summary>What they may do.</summary>
    public PoolAccess Access { get; set; }

    /// <inheritdoc/>
    public bool Equals(AssignedSharing? other) => other is not null && Access == other.Access && Namespaces.SequenceEqual(other.Namespaces, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AssignedSharing);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Access, Namespaces.Count);
}
