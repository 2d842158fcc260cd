namespace KvFleet.Model.Cost;

/// <summary>Which tier to keep KV on when only a part of it is computed again, as with chunks that are reused out of order (CacheBlend).</summary>
public static class TierChoice
{
    /// <summary>The cheapest tier that loads as fast as the chosen part is computed, so that loading hides behind computing.</summary>
    /// <param name="cheapestFirst">The tiers by price of a byte, cheapest first.</param>
    /// <param name="tokens">Tokens of the reused text.</param>
    /// <param name="recomputeShare">The share of tokens computed again in every layer, from 0 to 1.</param>
    /// <returns>Its place in the list; -1 if none is fast enough.</returns>
    public static int Cheapest(IReadOnlyList<Restoration> cheapestFirst, double tokens, double recomputeShare)
    {
        for (var tier = 0; tier < cheapestFirst.Count; tier++)
        {
            if (cheapestFirst[tier].LoadSeconds(tokens) <= recomputeShare * cheapestFirst[tier].RecomputeSeconds(tokens))
            {
                return tier;
            }
        }

        return -1;
    }
}
