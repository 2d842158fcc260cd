namespace KvFleet.Planning.Holders;

/// <summary>Chooses the holders whose removal frees enough bytes at the least loss.</summary>
internal static class DrainChoice
{
    /// <summary>Up to here every subset is tried; 2^16 sums take well under a millisecond.</summary>
    private const int MaxExhaustive = 16;

    /// <summary>The subset that frees at least <paramref name="excess"/> bytes: fewest ready bytes lost, then least freed too much, then fewest holders, then first by name.</summary>
    /// <param name="holders">Live holders, ordered by name.</param>
    /// <param name="excess">Bytes to free; positive and at most their sum.</param>
    public static IReadOnlyList<HolderSnapshot> Cheapest(HolderSnapshot[] holders, long excess)
        => holders.Length <= MaxExhaustive ? Exhaustive(holders, excess) : Greedy(holders, excess);

    private static List<HolderSnapshot> Exhaustive(HolderSnapshot[] holders, long excess)
    {
        var best = 0;
        var bestCost = (Ready: long.MaxValue, Freed: long.MaxValue, Count: int.MaxValue);
        for (var subset = 1; subset < 1 << holders.Length; subset++)
        {
            var (ready, freed, count) = (0L, 0L, 0);
            for (var index = 0; index < holders.Length; index++)
            {
                if ((subset & (1 << index)) != 0)
                {
                    freed += holders[index].Bytes;
                    ready += holders[index].State == HolderState.Ready ? holders[index].Bytes : 0;
                    count++;
                }
            }

            var cost = (ready, freed, count);
            if (freed >= excess && cost.CompareTo(bestCost) < 0)
            {
                best = subset;
                bestCost = cost;
            }
        }

        return [.. holders.Where((_, index) => (best & (1 << index)) != 0)];
    }

    /// <summary>For more holders than the operator ever makes (a lowered limit, pods made by hand): pending first, then from the smallest up.</summary>
    private static List<HolderSnapshot> Greedy(HolderSnapshot[] holders, long excess)
    {
        var chosen = new List<HolderSnapshot>();
        var order = holders
            .OrderBy(holder => holder.State == HolderState.Ready)
            .ThenBy(holder => holder.Bytes)
            .ThenBy(holder => holder.Name, StringComparer.Ordinal);
        foreach (var holder in order)
        {
            if (excess <= 0)
            {
                break;
            }

            chosen.Add(holder);
            excess -= holder.Bytes;
        }

        return [.. chosen.OrderBy(holder => holder.Name, StringComparer.Ordinal)];
    }
}
