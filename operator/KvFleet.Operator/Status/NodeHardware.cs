using System.Globalization;
using KvFleet.Api.Conditions;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Model.Accelerators;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Status;

/// <summary>What a node's status says of its accelerators and of the bandwidth of its tiers. Pure.</summary>
internal static class NodeHardware
{
    /// <summary>The condition AcceleratorsHealthy; null for a node without accelerators.</summary>
    /// <param name="found">The node's class.</param>
    /// <param name="report">What its agent says; null if it does not answer.</param>
    /// <param name="faults">What exporters say is broken.</param>
    /// <param name="catalog">What is known about accelerators.</param>
    public static Finding? Health(AcceleratorClass found, AgentReport? report, IReadOnlyList<string> faults, AcceleratorCatalog catalog)
    {
        if (faults.Count > 0)
            return Finding.False(ConditionReasons.AcceleratorFault, $"{Names.Few(faults)}. Nothing grows here until the exporter stops saying so.");
        var degraded = (report?.Accelerators ?? []).Where(static device => device.LinkDegraded).ToList();
        if (degraded.Count > 0)
            return Finding.False(ConditionReasons.LinkDegraded, $"{Names.Few([.. degraded.Select(static device => $"{device.Address} has {device.Link} of {device.MaxLink}")])}: check seat, riser and slot; loading is slower meanwhile.");
        if (found.Accelerators.Vendor == AcceleratorVendor.None)
            return null;
        var facts = found.Accelerators;
        var known = catalog.TryGet(facts.Vendor, facts.Product, facts.MemoryBytes, out _) || (report?.Accelerators ?? []).Any(device => catalog.TryGetByPciId(device.PciId, out _));
        return known
            ? Finding.True(ConditionReasons.AsExpected, "The accelerators are known, and nothing is wrong with them.")
            : new Finding(
                Kubernetes.Conditions.ConditionStatus.True,
                ConditionReasons.AcceleratorUnknown,
                $"The catalog does not know '{facts.Product}' of {facts.Vendor}{(facts.MemoryBytes > 0 ? string.Create(CultureInfo.InvariantCulture, $" with {facts.MemoryBytes / 1e9:0} GB") : "")}: only measured figures count. KVFLEET_ACCELERATORCATALOGFILE adds it.");
    }

    /// <summary>The accelerators on the bus.</summary>
    public static List<NodeAcceleratorStatus>? Accelerators(AgentReport? report, AcceleratorCatalog catalog) => report is not { Accelerators.Count: > 0 } ? null :
    [
        .. report.Accelerators.Select(device => new NodeAcceleratorStatus
        {
            Address = device.Address,
            PciId = device.PciId,
            Product = catalog.TryGetByPciId(device.PciId, out var product) ? product.Name : null,
            NumaNode = device.NumaNode >= 0 ? device.NumaNode : null,
            Link = device.Link,
            MaxLink = device.MaxLink,
        }),
    ];

    /// <summary>The bandwidth of tiers.</summary>
    public static List<NodeBandwidthStatus>? Bandwidth(AgentReport? report) => report is not { Bandwidth.Count: > 0 } ? null :
    [
        .. report.Bandwidth.Select(static figure => new NodeBandwidthStatus
        {
            Tier = figure.Tier,
            Direction = figure.Direction,
            BytesPerSecond = TierStatus.Rate(figure.BytesPerSecond),
            SpreadPercent = (int)Math.Round(figure.Spread * 100),
            MeasuredAt = figure.MeasuredAt,
        }),
    ];
}
