namespace KvFleet.Api.Reports;

/// <summary>What a prober measured of a tier.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Direction">Which way.</param>
/// <param name="BytesPerSecond">The median rate.</param>
/// <param name="Spread">Highest less lowest rate, as a share of the median.</param>
/// <param name="MeasuredAt">When.</param>
public sealed record BandwidthReport(StorageTier Tier, TransferDirection Direction, double BytesPerSecond, double Spread, DateTimeOffset MeasuredAt);
