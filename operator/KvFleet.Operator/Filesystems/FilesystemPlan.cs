using KvFleet.Api.Nodes;

namespace KvFleet.Operator.Filesystems;

/// <summary>Which node mounts which shared filesystem for which pools. Immutable.</summary>
/// <param name="Grants">Pools that ask for one, by UID.</param>
/// <param name="Nodes">Nodes of each filesystem, by its name, in order.</param>
/// <param name="Specs">What each node is told, by its name; the pod's UID is still missing.</param>
public sealed record FilesystemPlan(
    IReadOnlyDictionary<string, SharedGrant> Grants, IReadOnlyDictionary<string, IReadOnlyList<string>> Nodes, IReadOnlyDictionary<string, KVCacheNodeSpec> Specs)
{
    /// <summary>Before anything was planned.</summary>
    public static FilesystemPlan None { get; } = new(new Dictionary<string, SharedGrant>(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), new Dictionary<string, KVCacheNodeSpec>(StringComparer.Ordinal));
}
