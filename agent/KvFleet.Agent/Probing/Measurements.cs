using System.Collections.Immutable;
using KvFleet.Api.Reports;

namespace KvFleet.Agent.Probing;

/// <summary>What was found out about the machine beside the loop. Immutable.</summary>
/// <param name="Accelerators">Accelerators on the PCI bus.</param>
/// <param name="Bandwidth">What was measured of tiers.</param>
internal sealed record Measurements(ImmutableArray<AcceleratorReport> Accelerators, ImmutableArray<BandwidthReport> Bandwidth)
{
    /// <summary>Nothing yet.</summary>
    public static Measurements None { get; } = new([], []);
}
