using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Reports;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Telemetry;

/// <summary>What is, observed when a scrape asks: always from the last snapshot, so that a scrape never waits for the loop.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The factory owns the meters that it makes.")]
internal sealed class AgentGauges
{
    public AgentGauges(IMeterFactory meters, ReportFeed feed)
    {
        var meter = meters.Create(AgentMetrics.MeterName);
        meter.CreateObservableGauge("kvfleet_agent_extent_bytes", () => ExtentBytes(feed.Latest), description: "Bytes of extents, by pool and state: assigned, resident, locked, draining, stuck.");
        meter.CreateObservableGauge("kvfleet_agent_holders", () => Holders(feed.Latest), description: "Holders, by pool and phase.");
        meter.CreateObservableGauge("kvfleet_agent_mapped_bytes", () => MappedBytes(feed.Latest), description: "Bytes of extents that pods were given, by pool, over all pods.");
        meter.CreateObservableGauge(
            "kvfleet_agent_node_container_connected", () => feed.Latest.NodeContainerConnected ? 1 : 0, description: "Whether the privileged container can be reached (1) or not (0).");
    }

    private static IEnumerable<Measurement<long>> ExtentBytes(NodeSnapshot snapshot)
    {
        foreach (var pool in snapshot.Pools)
        {
            yield return Of(pool, "assigned", pool.Holders.Where(static h => h.State.Goal == HolderGoal.Hold).Sum(static h => h.AssignedBytes));
            yield return Of(pool, "resident", pool.Holders.Sum(static h => h.State.ResidentBytes));
            yield return Of(pool, "locked", pool.Holders.Sum(static h => h.State.LockedBytes));
            yield return Of(pool, "draining", ReportBuilder.DrainingBytes(pool));
            yield return Of(pool, "stuck", pool.Verdict.StuckBytes);
        }

        static Measurement<long> Of(PoolSnapshot pool, string state, long bytes) => new(bytes, [.. Labels(pool.Key), new("state", state)]);
    }

    private static IEnumerable<Measurement<long>> Holders(NodeSnapshot snapshot) =>
        from pool in snapshot.Pools
        from phase in pool.Holders.GroupBy(static holder => holder.State.Phase)
        select new Measurement<long>(phase.Count(), [.. Labels(pool.Key), new("phase", phase.Key.ToString())]);

    private static IEnumerable<Measurement<long>> MappedBytes(NodeSnapshot snapshot) =>
        snapshot.Pools.Select(static pool => new Measurement<long>(pool.Mappers.Sum(static mapper => mapper.Bytes), Labels(pool.Key)));

    internal static KeyValuePair<string, object?>[] Labels(PoolKey pool) => [new("namespace", pool.Namespace), new("pool", pool.Name)];
}
