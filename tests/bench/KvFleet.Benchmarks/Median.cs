namespace KvFleet.Benchmarks;

/// <summary>The figure in the middle: one run that something else disturbed does not move it.</summary>
internal static class Median
{
    /// <summary>The median of an odd number of figures; of an even number, the upper one of the two in the middle.</summary>
    internal static double Of(IEnumerable<double> figures)
    {
        var ordered = figures.Order().ToArray();
        return ordered[ordered.Length / 2];
    }
}
