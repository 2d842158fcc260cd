using KvFleet.Api.Defaults;
using KvFleet.Api.Nodes;
using KvFleet.Operator.Options;
using KvFleet.Operator.Placement;
using KvFleet.Operator.Resp;
using KvFleet.Planning;
using KvFleet.Planning.Disks;

namespace KvFleet.Operator.Fleet;

/// <summary>From what is there to what shall be: plan, then the next step on every node. Pure.</summary>
/// <param name="options">Settings of planning.</param>
/// <param name="drainDeadline">How long a deleted pool waits for its agents, and a node without agent for one.</param>
/// <param name="ports">Ports of the Redis protocol.</param>
/// <param name="diskShare">Part of a node's disk that pools may have.</param>
/// <param name="verdicts">Judges tiers.</param>
public sealed class FleetPlanner(PlanningOptions options, TimeSpan drainDeadline, RespPorts ports, double diskShare, VerdictMaker verdicts)
{
    private readonly DiskConverter _disks = new(diskShare);

    /// <summary>Plans for what was seen.</summary>
    /// <param name="seen">What is there.</param>
    public FleetPicture Plan(FleetObservation seen)
    {
        var current = Current(seen);
        var plan = Planner.Plan(new Snapshot
        {
            Now = seen.At,
            Nodes = [.. seen.Nodes.Select(PlanningConverter.Node)],
            Pools = [.. seen.Pools.Select(pool => PlanningConverter.Pool(pool, current[pool.Uid])).OfType<PoolSnapshot>()],
            NamespaceCaps = Caps(seen, current),
            Options = options.Planner with { Mode = seen.Mode },
        });
        var tiers = verdicts.Make(plan, seen.Pools, seen.Nodes);
        return new FleetPicture
        {
            At = seen.At,
            Mode = seen.Mode,
            Plan = plan,
            Disks = DiskPlanner.Plan(seen.Nodes.Select(_disks.Node), seen.Pools.Select(pool => DiskConverter.Pool(pool, plan, seen.Mode, seen.Nodes, tiers))),
            Verdicts = tiers,
            Nodes = seen.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal),
            Pools = seen.Pools.ToDictionary(pool => pool.Uid, pool => pool with { Plan = plan.ForPool(pool.Key) }, StringComparer.Ordinal),
        };
    }

    /// <summary>The next step on every node.</summary>
    /// <param name="picture">The plan.</param>
    /// <param name="seen">What it was made from.</param>
    /// <param name="backOffUntil">Until when no holder of a pool (by UID) may be made on a node.</param>
    public IReadOnlyList<NodePlacement> Place(FleetPicture picture, FleetObservation seen, Func<string, string, DateTimeOffset?> backOffUntil)
    {
        var given = RespPortPlan.Of(seen.Pools, seen.Nodes, ports);
        return HolderPlacement.Next(new PlacementInput
        {
            Now = seen.At,
            Plan = picture.Plan,
            Disks = picture.Disks,
            Nodes = [.. seen.Nodes.Select(node => State(node, seen.At))],
            Pools = [.. seen.Pools.Select(pool => Placed(pool, picture, given))],
            NamespaceCaps = seen.NamespaceCaps,
            BackOffUntil = backOffUntil,
            Layout = options.Layout,
        });
    }

    private NodeState State(NodePicture node, DateTimeOffset now) => new()
    {
        Name = node.Name,
        Eligibility = node.Eligibility.Value,
        Budget = node.Budgets,
        Spec = node.Object?.Spec,
        Generation = node.Object?.Metadata.Generation ?? 0,
        Report = node.Agent.Answers ? node.Agent.State!.Report : null,
        AgentGone = node.Agent.PodName is null && now - node.Agent.Since >= drainDeadline,
        Holders = node.Holders,
    };

    private PlacementPool Placed(PoolPicture pool, FleetPicture picture, IReadOnlyDictionary<string, int> given)
    {
        var told = picture.Nodes.Values.SelectMany(node => node.Object?.Spec.Assignments ?? []).FirstOrDefault(assignment => assignment.Pool.Uid == pool.Uid);
        var resolved = pool.Resolution.Pool;
        return new PlacementPool
        {
            Key = pool.Key,
            Uid = pool.Uid,

            // A spec that cannot be understood changes nothing: what agents were told stays.
            HugePages = resolved?.HugePages ?? told?.HugePages ?? default,
            NumaPolicy = resolved?.NumaPolicy ?? told?.NumaPolicy ?? default,
            DiskSightings = resolved is null ? told?.LocalDisk?.SightingsToAdmit ?? PoolDefaults.SightingsToAdmit : resolved.LocalDisk?.SightingsToAdmit ?? PoolDefaults.SightingsToAdmit,
            DiskKey = resolved is null ? told?.LocalDisk?.EncryptionKey : resolved.LocalDisk?.EncryptionKey,
            RowStrideBytes = resolved?.Layout.RowStrideBytes ?? told?.RowStrideBytes ?? 0,
            Store = resolved is not null ? resolved.Store : told?.Store,
            Sharing = resolved is not null ? resolved.Sharing : told?.Sharing,
            Resp = !given.TryGetValue(pool.Uid, out var port) ? null
                : resolved is null ? told?.Resp
                : new AssignedResp { Port = port, Tls = resolved.Resp!.TlsSecret is not null },
            LimitBytes = picture.Plan.ForPool(pool.Key)?.AssignedBytes ?? 0,
            DrainDeadline = pool.Pool.Metadata.DeletionTimestamp + drainDeadline,
        };
    }

    private static Dictionary<string, Dictionary<string, long>> Current(FleetObservation seen)
    {
        var current = seen.Pools.ToDictionary(pool => pool.Uid, _ => new Dictionary<string, long>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var node in seen.Nodes)
        {
            foreach (var (uid, bytes) in PlanningConverter.Current(node))
            {
                if (bytes > 0 && current.TryGetValue(uid, out var nodes))
                    nodes[node.Name] = bytes;
            }
        }

        return current;
    }

    private static Dictionary<string, long> Caps(FleetObservation seen, Dictionary<string, Dictionary<string, long>> current)
    {
        var caps = new Dictionary<string, long>(seen.NamespaceCaps, StringComparer.Ordinal);
        foreach (var space in seen.UnreadableCaps)
            caps[space] = seen.Pools.Where(pool => pool.Key.Namespace == space).Sum(pool => current[pool.Uid].Values.Sum());
        return caps;
    }
}
