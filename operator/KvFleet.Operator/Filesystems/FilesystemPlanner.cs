using KvFleet.Api.Conditions;
using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Operator.Fleet;
using KvFleet.Planning.Selection;

namespace KvFleet.Operator.Filesystems;

/// <summary>Decides which node mounts which shared filesystem for which pools. Pure.</summary>
internal static class FilesystemPlanner
{
    /// <summary>Plans.</summary>
    /// <param name="fleet">Pools and nodes.</param>
    /// <param name="filesystems">Shared filesystems by name.</param>
    /// <param name="allowed">Whether a namespace may use a filesystem.</param>
    public static FilesystemPlan Plan(FleetPicture fleet, IReadOnlyDictionary<string, FilesystemPicture> filesystems, Func<string, string, bool> allowed)
    {
        var grants = new Dictionary<string, SharedGrant>(StringComparer.Ordinal);
        foreach (var pool in fleet.Pools.Values.Where(static pool => !pool.Deleting))
        {
            if (Decide(pool, filesystems, allowed) is { } grant)
                grants[pool.Uid] = grant.Filesystem is null ? grant : grant with { Nodes = Nodes(fleet, pool, filesystems[grant.Filesystem]) };
        }

        var specs = fleet.Nodes.Values.ToDictionary(static node => node.Name, node => Spec(node, fleet, filesystems, grants), StringComparer.Ordinal);
        var nodes = specs.SelectMany(static pair => (pair.Value.Filesystems ?? []).Select(filesystem => (filesystem.Name, Node: pair.Key)))
            .GroupBy(static pair => pair.Name, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => (IReadOnlyList<string>)[.. group.Select(static pair => pair.Node).Order(StringComparer.Ordinal)], StringComparer.Ordinal);
        return new FilesystemPlan(grants, nodes, specs);
    }

    private static SharedGrant? Decide(PoolPicture pool, IReadOnlyDictionary<string, FilesystemPicture> filesystems, Func<string, string, bool> allowed)
    {
        if (pool.Pool.Spec.SharedFilesystem is not { ClassName: { Length: > 0 } name } spec)
            return null;
        if (pool.Resolution.Pool is not { Shared: { } shared, Layout: var layout })
            return Refuse(ConditionReasons.InvalidSpec, pool.Resolution.Message);
        if (!filesystems.TryGetValue(name, out var filesystem))
            return Refuse(ConditionReasons.FilesystemNotFound, $"No KVCacheFilesystem is called {name}; kubectl get kvf lists those that there are.");
        if (!allowed(pool.Key.Namespace, name))
        {
            return Refuse(
                ConditionReasons.NamespaceNotAllowed,
                $"Namespace {pool.Key.Namespace} may not use KVCacheFilesystem {name}: its admin can add the namespace to spec.allowedNamespaces, or grant the verb use on it to the group system:serviceaccounts:{pool.Key.Namespace}.");
        }

        if (filesystem.Resolution.Filesystem is not { } resolved)
            return Refuse(ConditionReasons.FilesystemInvalid, $"KVCacheFilesystem {name} cannot be used: {filesystem.Resolution.Message}");
        if ((shared.QuotaBytes ?? resolved.QuotaBytes) is not { } quota)
            return Refuse(ConditionReasons.QuotaUnknown, $"Neither spec.sharedFilesystem.quota nor spec.defaults.quota of KVCacheFilesystem {name} says how much the pool may take; set one of them.");
        return new SharedGrant(pool.Key, pool.Uid, name, name)
        {
            Part = new NodeSharedPool
            {
                Pool = new PoolReference { Namespace = pool.Key.Namespace, Name = pool.Key.Name, Uid = pool.Uid },
                Directory = SharedPaths.Pool(resolved.Directory, pool.Key.Namespace, pool.Key.Name),
                Model = SharedPaths.Model(pool.Pool.Spec.Model),
                Variant = SharedPaths.Variant(Planning.Inventory.AcceleratorFacts.None, pool.Pool.Spec, layout.RowStrideBytes),
                Quota = ResourceQuantity.FromBytes(quota),
                Inodes = shared.Inodes ?? resolved.Inodes,
                MinAgeSeconds = (long)(shared.MinAge ?? resolved.MinAge).TotalSeconds,
            },
        };

        SharedGrant Refuse(string reason, string message) => new(pool.Key, pool.Uid, spec.ClassName, null, reason, message);
    }

    private static IReadOnlyList<string> Nodes(FleetPicture fleet, PoolPicture pool, FilesystemPicture filesystem)
    {
        if (PlanningConverter.Pool(pool, new Dictionary<string, long>(StringComparer.Ordinal)) is not { } wanted)
            return [];
        var selector = new NodeSelector(filesystem.Object.Spec.NodeSelector ?? new Dictionary<string, string>(StringComparer.Ordinal), []);
        return
        [
            .. fleet.Nodes.Values.Where(static node => node.Agent.PodName is not null)
                .Select(PlanningConverter.Node)
                .Where(node => wanted.NodeSelector.Matches(node.Labels) && selector.Matches(node.Labels)
                    && node.Taints.All(taint => taint.Effect == TaintEffect.PreferNoSchedule || wanted.Tolerations.Any(toleration => toleration.Tolerates(taint))))
                .Select(static node => node.Name).Order(StringComparer.Ordinal),
        ];
    }

    private static KVCacheNodeSpec Spec(
        NodePicture node, FleetPicture fleet, IReadOnlyDictionary<string, FilesystemPicture> filesystems, Dictionary<string, SharedGrant> grants)
    {
        var parts = new List<(string Filesystem, NodeSharedPool Part)>();
        var refusals = new List<NodeSharedRefusal>();
        foreach (var grant in grants.Values.OrderBy(static grant => grant.Pool))
        {
            if (grant.Filesystem is { } given)
            {
                if (grant.Nodes.Contains(node.Name, StringComparer.Ordinal))
                    parts.Add((given, For(grant, node, fleet.Pools[grant.Uid])));
            }
            else if (Kept(node, grant) is { } kept)
            {
                parts.Add(kept);
            }
            else
            {
                refusals.Add(new NodeSharedRefusal { Pool = Reference(grant), Reason = grant.Reason!, Message = grant.Message! });
            }
        }

        var mounted = parts.GroupBy(static part => part.Filesystem, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(group => Filesystem(group.Key, filesystems.GetValueOrDefault(group.Key), node, [.. group.Select(static part => part.Part)])).OfType<NodeFilesystem>().ToList();
        return new KVCacheNodeSpec { Filesystems = mounted.Count == 0 ? null : mounted, SharedRefusals = refusals.Count == 0 ? null : refusals };
    }

    // A mistake in a spec takes no mount away: what was there stays until the spec can be understood again.
    private static (string Filesystem, NodeSharedPool Part)? Kept(NodePicture node, SharedGrant grant)
    {
        if (grant.Reason is not (ConditionReasons.InvalidSpec or ConditionReasons.FilesystemInvalid))
            return null;
        foreach (var filesystem in node.Object?.Spec.Filesystems ?? [])
        {
            if (filesystem.Pools?.FirstOrDefault(part => part.Pool.Uid == grant.Uid) is { } part)
                return (filesystem.Name, part);
        }

        return null;
    }

    private static PoolReference Reference(SharedGrant grant) => new() { Namespace = grant.Pool.Namespace, Name = grant.Pool.Name, Uid = grant.Uid };

    private static NodeSharedPool For(SharedGrant grant, NodePicture node, PoolPicture pool) => new()
    {
        Pool = grant.Part!.Pool,
        Directory = grant.Part.Directory,
        Model = grant.Part.Model,
        Variant = SharedPaths.Variant(node.Class.Accelerators, pool.Pool.Spec, pool.Resolution.Pool!.Layout.RowStrideBytes),
        Quota = grant.Part.Quota,
        Inodes = grant.Part.Inodes,
        MinAgeSeconds = grant.Part.MinAgeSeconds,
    };

    private static NodeFilesystem? Filesystem(string name, FilesystemPicture? filesystem, NodePicture node, List<NodeSharedPool> pools)
    {
        if (filesystem?.Resolution.Filesystem is { } resolved)
        {
            return new NodeFilesystem
            {
                Name = name,
                Source = resolved.MountOptions is null ? FilesystemSource.Kubelet : FilesystemSource.Mount,
                Directory = resolved.Directory,
                UserId = resolved.UserId,
                GroupId = resolved.GroupId,
                HighPercent = resolved.HighPercent,
                LowPercent = resolved.LowPercent,
                AccessTimes = resolved.AccessTimes,
                Pools = pools,
            };
        }

        return node.Object?.Spec.Filesystems?.FirstOrDefault(known => known.Name == name) is { } before
            ? new NodeFilesystem
            {
                Name = name,
                Source = before.Source,
                Directory = before.Directory,
                UserId = before.UserId,
                GroupId = before.GroupId,
                HighPercent = before.HighPercent,
                LowPercent = before.LowPercent,
                AccessTimes = before.AccessTimes,
                Pools = pools,
            }
            : null;
    }
}
