using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Agent.Reports;
using KvFleet.Store.Disk;

namespace KvFleet.Agent.Telemetry;

/// <summary>The local disk tiers, observed when a scrape asks, from the last snapshot.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The factory owns the meters that it makes.")]
internal sealed class DiskGauges
{
    public DiskGauges(IMeterFactory meters, ReportFeed feed)
    {
        var meter = meters.Create(AgentMetrics.MeterName);
        meter.CreateObservableGauge("kvfleet_agent_disk_bytes", () => Bytes(feed.Latest), description: "Bytes of the local disk tier, by pool and kind: capacity, physical, values, pinned.");
        meter.CreateObservableGauge("kvfleet_agent_disk_values", () => Of(feed.Latest, static tier => tier.Keys), description: "Values on local disk, by pool.");
        meter.CreateObservableGauge("kvfleet_agent_disk_condition", () => Conditions(feed.Latest), description: "1 for the reason that a pool's local disk tier has now.");
        meter.CreateObservableCounter("kvfleet_agent_disk_transferred_bytes_total", () => Transferred(feed.Latest), description: "Bytes written to and read from local disk, by pool and direction.");
        meter.CreateObservableCounter("kvfleet_agent_disk_loads_total", () => Of(feed.Latest, static tier => tier.Loaded), description: "Values brought back into memory, by pool.");
        meter.CreateObservableCounter("kvfleet_agent_disk_loads_refused_total", () => Of(feed.Latest, static tier => tier.LoadsRefused), description: "Loads that came to nothing, by pool.");
        meter.CreateObservableCounter("kvfleet_agent_disk_evicted_total", () => Of(feed.Latest, static tier => tier.Evicted), description: "Values that left local disk to make room, by pool.");
        meter.CreateObservableCounter("kvfleet_agent_disk_failures_total", () => Failures(feed.Latest), description: "Failures of local disk, by pool and kind: damaged, read, write, torn.");
    }

    private static IEnumerable<Measurement<long>> Bytes(NodeSnapshot snapshot) =>
        Parts(snapshot, "kind", static tier => [("capacity", tier.CapacityBytes), ("physical", tier.PhysicalBytes), ("values", tier.ValueBytes), ("pinned", tier.PinnedBytes)]);

    private static IEnumerable<Measurement<long>> Transferred(NodeSnapshot snapshot) =>
        Parts(snapshot, "direction", static tier => [("write", tier.WrittenBytes), ("read", tier.ReadBytes)]);

    private static IEnumerable<Measurement<long>> Failures(NodeSnapshot snapshot) =>
        Parts(snapshot, "kind", static tier => [("damaged", tier.Damaged), ("read", tier.ReadErrors), ("write", tier.WriteErrors), ("torn", tier.Torn)]);

    private static IEnumerable<Measurement<long>> Conditions(NodeSnapshot snapshot) =>
        snapshot.Pools.Where(static pool => pool.Disk is not null).Select(static pool => new Measurement<long>(1, [.. AgentGauges.Labels(pool.Key), new("reason", pool.Disk!.Reason)]));

    private static IEnumerable<Measurement<long>> Of(NodeSnapshot snapshot, Func<DiskTierReport, long> figure) =>
        snapshot.Pools.Where(static pool => pool.Disk?.Tier is not null).Select(pool => new Measurement<long>(figure(pool.Disk!.Tier!), AgentGauges.Labels(pool.Key)));

    private static IEnumerable<Measurement<long>> Parts(NodeSnapshot snapshot, string label, Func<DiskTierReport, (string Name, long Value)[]> figures) =>
        from pool in snapshot.Pools
        where pool.Disk?.Tier is not null
        from figure in figures(pool.Disk!.Tier!)
        select new Measurement<long>(figure.Value, [.. AgentGauges.Labels(pool.Key), new(label, figure.Name)]);
}
