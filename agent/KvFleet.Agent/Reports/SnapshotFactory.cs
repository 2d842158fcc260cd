using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;

namespace KvFleet.Agent.Reports;

/// <summary>Takes a snapshot of the loop's state. Runs on the loop.</summary>
internal static class SnapshotFactory
{
    public static NodeSnapshot Take(NodeUnit node, AgentContext context) => new(
        node.Desired?.Generation,
        context.LockerAvailable,
        [.. node.Pools.OrderBy(static pool => pool.Key.ToString(), StringComparer.Ordinal).ThenBy(static pool => pool.Key.Uid, StringComparer.Ordinal).Select(pool => Take(pool, context))],
        node.Disk.State)
    {
        Measurements = context.Measurements,
        Filesystems = node.Shared.Report(),
    };

    private static PoolSnapshot Take(PoolUnit pool, AgentContext context) => new(
        pool.Key,
        [
            .. pool.Holders.OrderBy(static unit => unit.State.Key.Name, StringComparer.Ordinal).Select(unit => new HolderSnapshot(
                unit.State,
                unit.Uid,
                unit.Connection?.VolumeId,
                pool.Desired?.Holders.FirstOrDefault(holder => holder.Name == unit.State.Key.Name)?.Bytes ?? 0)),
        ],
        [.. pool.Table.Revoked],
        pool.Verdict,
        pool.Verdict.Stuck.IsEmpty ? null : pool.DescribeKeepers(),
        TakeMappers(pool),
        pool.Pods.ToImmutableDictionary(StringComparer.Ordinal))
    {
        Resp = context.Doors?.Report(pool.Key.Uid),
        Disk = pool.Disk.Snapshot,
        Reuse = pool.Store.Reuse,
    };

    private static ImmutableArray<MapperSnapshot> TakeMappers(PoolUnit pool)
    {
        var sizes = pool.Table.Extents.ToDictionary(static extent => extent.Id, static extent => extent.Bytes, StringComparer.Ordinal);
        return
        [
            .. pool.Ledger.Sessions
                .GroupBy(static session => session.Identity)
                .OrderBy(static pod => pod.Key.ToString(), StringComparer.Ordinal)
                .Select(pod => new MapperSnapshot(
                    pod.Key,
                    pod.SelectMany(pool.Ledger.GrantedTo).Distinct(StringComparer.Ordinal).Sum(id => sizes.GetValueOrDefault(id)),
                    pod.Any(pool.Ledger.OwesAcknowledgement))),
        ];
    }
}
