using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;

namespace KvFleet.Api.Validation;

/// <summary>Checks who else may use a pool.</summary>
internal static class SharingValidator
{
    private const int MaxNamespaces = 64;

    /// <returns>Null for nobody.</returns>
    public static AssignedSharing? Resolve(PoolSharing? sharing, List<FieldProblem> problems)
    {
        var names = sharing?.Namespaces ?? [];
        if (sharing?.Mode != PoolSharingMode.Shared)
        {
            if (names.Count > 0)
                problems.Add(new("spec.sharing.namespaces", "has no effect with mode Private; set spec.sharing.mode: Shared, or remove it"));
            return null;
        }

        if (names.Count is 0 or > MaxNamespaces)
            problems.Add(new("spec.sharing.namespaces", $"has {names.Count} entries; list 1 to {MaxNamespaces} namespaces whose pods may use the pool, or set spec.sharing.mode: Private"));
        for (var i = 0; i < names.Count; i++)
        {
            if (!ObjectNames.IsNamespace(names[i]))
                problems.Add(new($"spec.sharing.namespaces[{i}]", $"is '{names[i]}', which is no name of a namespace: up to {ObjectNames.MaxNamespaceLength} lower-case letters, digits and '-', beginning and ending with a letter or digit"));
        }

        return new AssignedSharing { Namespaces = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], Access = sharing.Access ?? PoolAccess.ReadOnly };
    }
}
