namespace KvFleet.Sweeping.Contract;

/// <summary>Watermarks of a filesystem in percent of its bytes and, where it counts them, of its inodes. Above the high one the longest unused files of all pools go until the low one is reached.</summary>
/// <param name="HighPercent">Where deletion starts, above <paramref name="LowPercent"/>, at most 100.</param>
/// <param name="LowPercent">Where it ends, above 0.</param>
public sealed record SweepWatermarks(double HighPercent = 85, double LowPercent = 75);
