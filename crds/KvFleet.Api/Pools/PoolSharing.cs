using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>
/// Who else may use the pool. Pods of the pool's own namespace always may. Pods of others name it in their volume with kvfleet.io/pool-namespace; they get copies, never a
/// mapping of the pool's memory.
/// </summary>
[ValidationRule("!has(self.mode) || self.mode != 'Shared' || (has(self.namespaces) && size(self.namespaces) > 0)", message: "mode Shared needs namespaces: list those that may use the pool")]
[ValidationRule("(has(self.mode) && self.mode == 'Shared') || !has(self.namespaces) || size(self.namespaces) == 0", message: "namespaces have an effect with mode Shared only")]
public sealed class PoolSharing
{
    /// <summary>Whether pods of other namespaces may use the pool at all.</summary>
    [DefaultValue("Private")]
    public PoolSharingMode? Mode { get; set; }

    /// <summary>The namespaces whose pods may. With mode Shared only.</summary>
    [Items(maxItems: 64), XListType(ListType.Set)]
    public List<string>? Namespaces { get; set; }

    /// <summary>What they may do.</summary>
    [DefaultValue("ReadOnly")]
    public PoolAccess? Access { get; set; }
}
