using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Api.Validation;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Filesystems;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Placement;
using KvFleet.Operator.Resp;
using KvFleet.Operator.Telemetry;
using KvFleet.Planning;
using KvFleet.Planning.Verdicts;

namespace KvFleet.Operator.Status;

/// <summary>Everything that a pool's status is made of.</summary>
public sealed record PoolView
{
    /// <summary>The pool.</summary>
    public required V1Alpha1KVCachePool Pool { get; init; }

    /// <summary>Its spec with all defaults, or what is wrong with it.</summary>
    public required PoolResolution Resolution { get; init; }

    /// <summary>What the plan gives it.</summary>
    public PoolPlan? Plan { get; init; }

    /// <summary>The fleet-wide switch.</summary>
    public FleetMode Mode { get; init; }

    /// <summary>The nodes that have, had or shall have bytes of it, by name.</summary>
    public required IReadOnlyList<PoolNodeView> Nodes { get; init; }

    /// <summary>Refusals and losses of its holders.</summary>
    public IReadOnlyList<HolderFault> Faults { get; init; } = [];

    /// <summary>Holders of it that are wanted but wait.</summary>
    public IReadOnlyList<GrowthDelay> Delays { get; init; } = [];

    /// <summary>What was found about Secrets and Services of the Redis protocol; null before anything was.</summary>
    public RespState? Resp { get; init; }

    /// <summary>Whether its tiers pay.</summary>
    public VerdictTable Verdicts { get; init; } = VerdictTable.None;

    /// <summary>What was decided about its shared filesystem; null for a pool that asks for none, or before anything was.</summary>
    public SharedGrant? Shared { get; init; }

    /// <summary>The nodes that shall have it, each with its agent's word.</summary>
    public IReadOnlyList<(string Node, FilesystemReport? Report)> SharedNodes { get; init; } = [];

    /// <summary>Bytes asked for.</summary>
    public long RequestedBytes => Resolution.Pool?.CapacityBytes ?? Plan?.RequestedBytes ?? 0;

    /// <summary>Bytes given to nodes.</summary>
    public long AssignedBytes => Nodes.Sum(node => node.TargetBytes);

    /// <summary>Bytes given to nodes' disks.</summary>
    public long DiskBytes => Nodes.Sum(node => node.DiskBytes);

    /// <summary>Pages that exist, on the nodes that can be asked.</summary>
    public long ResidentBytes => Nodes.Sum(node => node.Report?.ResidentBytes ?? 0);

    /// <summary>Whether its owner is deleting it.</summary>
    public bool Deleting => Pool.Metadata.DeletionTimestamp is not null;

    /// <summary>Gathers the view of one pool.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="faults">Refusals and losses of its holders.</param>
    /// <param name="reports">What agents say now, which may be newer than the picture.</param>
    public static PoolView Of(FleetPicture fleet, PoolPicture pool, IReadOnlyList<HolderFault> faults, ReportStore reports)
    {
        var nodes = new List<PoolNodeView>();
        foreach (var node in fleet.Nodes.Values)
        {
            var target = fleet.Plan.BytesFor(pool.Key, node.Name);
            var holders = node.Holders.Where(holder => holder.PoolUid == pool.Uid).ToList();
            var agent = node.Agent.Refresh(reports, node.Name);
            var report = agent.Answers ? agent.State!.Report!.Pools.FirstOrDefault(entry => entry.Uid == pool.Uid) : null;
            var disk = fleet.Disks.BytesFor(pool.Uid, node.Name);
            if (target > 0 || disk > 0 || holders.Count > 0 || report is not null)
            {
                var told = node.Object?.Spec.Assignments?.FirstOrDefault(assignment => assignment.Pool.Uid == pool.Uid)?.Resp;
                nodes.Add(new PoolNodeView { Node = node.Name, Class = node.Class, TargetBytes = target, DiskBytes = disk, Holders = holders, Agent = agent, Report = report, Resp = told });
            }
        }

        return new PoolView
        {
            Pool = pool.Pool,
            Resolution = pool.Resolution,
            Plan = pool.Plan,
            Mode = fleet.Mode,
            Nodes = [.. nodes.OrderBy(node => node.Node, StringComparer.Ordinal)],
            Faults = faults,
            Verdicts = fleet.Verdicts,
            Delays = [.. fleet.Delays.Where(delay => delay.Pool == pool.Key)],
        };
    }
}
