namespace KvFleet.Benchmarks;

/// <summary>Shares of figures.</summary>
internal static class Shares
{
    /// <summary>The one that a share of the others is not above.</summary>
    internal static double Quantile(IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered[(int)((ordered.Length - 1) * share)];
    }
}
