namespace KvFleet.Sweeping.Contract;

/// <summary>Files and bytes by age. Bounds are upper ones in seconds: 1 minute, 10 minutes, 1 hour, 6 hours, 1 day, 3 days, 7 days, 30 days; the last entry is for what is older.</summary>
/// <param name="Files">Number of files per entry: one more than there are bounds.</param>
/// <param name="Bytes">Physical bytes per entry.</param>
public sealed record AgeHistogram(IReadOnlyList<long> Files, IReadOnlyList<long> Bytes)
{
    /// <summary>Upper bounds in seconds, inclusive.</summary>
    public static IReadOnlyList<long> Bounds { get; } = [60, 600, 3600, 6 * 3600, 86400, 3 * 86400, 7 * 86400, 30 * 86400];

    /// <summary>No files.</summary>
    public static AgeHistogram Empty { get; } = new(new long[Bounds.Count + 1], new long[Bounds.Count + 1]);
}
