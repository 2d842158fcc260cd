namespace KvFleet.Sweeping.Pacing;

/// <summary>When to look again. Pure.</summary>
internal static class LookInterval
{
    private const double ShortestSeconds = 0.25;

    // Looking takes at most a fifth of the time.
    private const double PauseFactor = 4;

    /// <summary>The shortest pause between two looks that took so long.</summary>
    public static double Shortest(double scanSeconds, double longest) => Math.Min(longest, Math.Max(ShortestSeconds, scanSeconds * PauseFactor));

    /// <summary>The pause until the next look at a pool: half of the time in which it would reach its line.</summary>
    /// <param name="left">What is left until there; null: it has none.</param>
    /// <param name="perSecond">Growth.</param>
    /// <param name="scanSeconds">How long a look takes.</param>
    /// <param name="longest">The longest pause.</param>
    public static double Next(double? left, double perSecond, double scanSeconds, double longest)
    {
        if (left is not { } rest || perSecond <= 0)
            return longest;
        return Math.Clamp(rest / perSecond / 2, Shortest(scanSeconds, longest), longest);
    }
}
