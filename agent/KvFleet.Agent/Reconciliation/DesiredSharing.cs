using System.Collections.Immutable;

namespace KvFleet.Agent.Reconciliation;

/// <summary>What pods of other namespaces may do with a pool.</summary>
/// <param name="Namespaces">Whose pods may look values up and copy them.</param>
/// <param name="MayStore">Whether they may store, pin and remove, too.</param>
internal sealed record DesiredSharing(ImmutableArray<string> Namespaces, bool MayStore)
{
    /// <summary>With nobody.</summary>
    public static DesiredSharing Private { get; } = new([], MayStore: false);

    /// <summary>Whether a namespace may use the pool.</summary>
    public bool Allows(string @namespace) => Namespaces.Contains(@namespace, StringComparer.Ordinal);
}
