namespace KvFleet.Model.Cost;

/// <summary>Divides one tier's bandwidth among prefixes that are restored at the same time, each computed and loaded at once.</summary>
public static class BandwidthShares
{
    private const int Halvings = 200;

    /// <summary>The division with the least total time: bandwidth goes where one more byte a second saves the most, and what computes fast enough by itself gets none.</summary>
    /// <param name="bytesPerSecond">What there is to divide; positive.</param>
    /// <param name="demands">The prefixes.</param>
    /// <returns>Bytes a second of each.</returns>
    public static IReadOnlyList<double> Divide(double bytesPerSecond, IReadOnlyList<RestorationDemand> demands)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);

        // One price for all: at the optimum a further byte a second saves the same everywhere it is used.
        var (cheap, dear) = (0.0, demands.Count == 0 ? 1 : demands.Max(demand => demand.Saving(0)));
        for (var step = 0; step < Halvings; step++)
        {
            var price = (cheap + dear) / 2;
            if (demands.Sum(demand => demand.WantedAt(price)) > bytesPerSecond)
            {
                cheap = price;
            }
            else
            {
                dear = price;
            }
        }

        return [.. demands.Select(demand => demand.WantedAt(dear))];
    }
}
