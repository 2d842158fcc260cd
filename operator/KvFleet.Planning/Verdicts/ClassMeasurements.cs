using KvFleet.Api.Reports;

namespace KvFleet.Planning.Verdicts;

/// <summary>What is known about the nodes of a class beyond their labels: the median of those that say anything.</summary>
/// <param name="DiskReadBytesPerSecond">What their disks deliver; null if no node measured.</param>
/// <param name="LinkBytesPerSecond">What the host link of one accelerator delivers; null if no prober measured.</param>
/// <param name="PciId">PCI vendor and device of their accelerators, where no label names the product; null if unknown.</param>
/// <param name="PrefillTokensPerSecond">Prompt tokens that a replica of the pool computes a second; null if not observed.</param>
/// <param name="Nodes">How many nodes measured their disks.</param>
public sealed record ClassMeasurements(double? DiskReadBytesPerSecond = null, double? LinkBytesPerSecond = null, string? PciId = null, double? PrefillTokensPerSecond = null, int Nodes = 0)
{
    /// <summary>Gathers what the agents of a class report.</summary>
    /// <param name="reports">Their reports.</param>
    public static ClassMeasurements Of(IEnumerable<AgentReport> reports)
    {
        var known = reports.ToList();
        double[] disks =
        [
            .. known.SelectMany(static report => report.Bandwidth)
                .Where(static figure => figure is { Tier: StorageTier.LocalDisk, Direction: TransferDirection.Read, BytesPerSecond: > 0 })
                .Select(static figure => figure.BytesPerSecond)
                .Order(),
        ];
        return new ClassMeasurements(
            disks.Length > 0 ? disks[disks.Length / 2] : null,
            PciId: known.SelectMany(static report => report.Accelerators).Select(static device => device.PciId).Order(StringComparer.Ordinal).FirstOrDefault(),
            Nodes: disks.Length);
    }
}
