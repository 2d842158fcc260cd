using KvFleet.Api.Nodes;
using KvFleet.Operator.Inventory;
using KvFleet.Planning.Holders;
using KvFleet.Kubernetes;

namespace KvFleet.Operator.Placement;

/// <summary>The next step on one node.</summary>
/// <param name="input">The whole picture.</param>
/// <param name="node">The node.</param>
/// <param name="pools">The pools by UID.</param>
/// <param name="room">What is occupied.</param>
internal sealed class NodePlacer(PlacementInput input, NodeState node, IReadOnlyDictionary<string, PlacementPool> pools, Room room)
{
    private readonly List<PoolAssignment> _assignments = [];
    private readonly List<HolderCreation> _create = [];
    private readonly List<HolderRemoval> _remove = [];
    private readonly List<GrowthDelay> _delayed = [];

    public NodePlacement Place()
    {
        var holders = node.Holders.ToLookup(pod => pod.PoolUid, StringComparer.Ordinal);
        foreach (var pool in input.Pools.OrderBy(pool => pool.Key))
            Place(pool, [.. holders[pool.Uid]]);
        foreach (var orphans in holders.Where(group => !pools.ContainsKey(group.Key)).OrderBy(group => group.Key, StringComparer.Ordinal))
            PlaceOrphans([.. orphans]);
        return new NodePlacement(node.Name, new KVCacheNodeSpec { Assignments = _assignments }, _create, _remove, _delayed);
    }

    private void Place(PlacementPool pool, IReadOnlyList<HolderPod> pods)
    {
        var target = input.Plan.BytesFor(pool.Key, node.Name);
        var disk = input.Disks.BytesFor(pool.Uid, node.Name);
        if (target == 0 && disk == 0 && pods.Count == 0)
            return;

        var snapshots = pods.Select(pod => new HolderSnapshot(pod.Name, pod.Bytes, HolderStates.Of(node, pod))).ToList();
        var layout = HolderLayout.Next(new HolderLayoutRequest(pool.Key.Name, pool.Uid, node.Name, target, snapshots, pool.Kind), input.Layout);
        var keep = layout.Keep.ToHashSet(StringComparer.Ordinal);
        foreach (var addition in layout.Add)
            Grow(new HolderCreation(pool, node.Name, addition.Name, addition.Bytes, addition.OverheadBytes));
        foreach (var pod in pods.Where(pod => !keep.Contains(pod.Name) && !pod.Deleting))
        {
            if (DrainGate.MayGo(node, pod, pool.DrainDeadline, input.Now) is { } reason)
                _remove.Add(new HolderRemoval(pod, reason));
        }

        _assignments.Add(new PoolAssignment
        {
            Pool = new PoolReference { Namespace = pool.Key.Namespace, Name = pool.Key.Name, Uid = pool.Uid },
            Bytes = ResourceQuantity.FromBytes(target),
            RowStrideBytes = pool.RowStrideBytes,
            HugePages = pool.HugePages,
            NumaPolicy = pool.NumaPolicy,
            Store = pool.Store,
            Resp = pool.Resp,
            Sharing = pool.Sharing,
            LocalDisk = disk > 0 ? new DiskAssignment { Bytes = ResourceQuantity.FromBytes(disk), SightingsToAdmit = pool.DiskSightings, EncryptionKey = pool.DiskKey } : null,
            Holders = [.. pods.Where(pod => !pod.Ended).OrderBy(pod => pod.Name, StringComparer.Ordinal).Select(pod => Entry(pod, keep.Contains(pod.Name)))],
        });
    }

    private void Grow(HolderCreation creation)
    {
        var (reason, until) = WhyNot(creation);
        if (reason is { } found)
            _delayed.Add(new GrowthDelay(creation.Key, node.Name, creation.Bytes, found, until));
        else
            _create.Add(creation);
    }

    private (GrowthDelayReason? Reason, DateTimeOffset? Until) WhyNot(HolderCreation creation)
    {
        if (!node.TakesHolders)
            return (GrowthDelayReason.NodeNotReady, null);
        if (input.BackOffUntil(creation.Pool.Uid, node.Name) is { } until && until > input.Now)
            return (GrowthDelayReason.BackOff, until);
        return (room.Take(node, creation), null);
    }

    // The pool is gone: Kubernetes collects its pods, because they belonged to it. Until then the agent must not take them for anything, and pods that nobody collects are removed here.
    private void PlaceOrphans(IReadOnlyList<HolderPod> pods)
    {
        _remove.AddRange(pods.Where(pod => !pod.Deleting).Select(pod => new HolderRemoval(pod, RemovalReason.Orphaned)));
        var first = pods[0];
        var before = node.Spec?.Assignments?.FirstOrDefault(assignment => assignment.Pool.Uid == first.PoolUid);
        _assignments.Add(new PoolAssignment
        {
            Pool = new PoolReference { Namespace = first.Pool.Namespace, Name = first.Pool.Name, Uid = first.PoolUid },
            Bytes = ResourceQuantity.FromBytes(0),
            RowStrideBytes = before?.RowStrideBytes ?? 0,
            HugePages = before?.HugePages ?? default,
            NumaPolicy = before?.NumaPolicy ?? default,
            Store = before?.Store,
            Holders = [.. pods.Where(pod => !pod.Ended).OrderBy(pod => pod.Name, StringComparer.Ordinal).Select(pod => Entry(pod, keep: false))],
        });
    }

    private static HolderAssignment Entry(HolderPod pod, bool keep) => new()
    {
        Name = pod.Name,
        Uid = pod.Uid,
        Bytes = ResourceQuantity.FromBytes(pod.Bytes),
        State = keep ? HolderIntent.Hold : HolderIntent.Drain,
    };
}
