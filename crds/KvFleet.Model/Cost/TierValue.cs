using KvFleet.Model.Reuse;

namespace KvFleet.Model.Cost;

/// <summary>Seconds of prefill that tiers save, beyond what accelerator memory saves by itself.</summary>
/// <param name="Curve">Hits by capacity, made of all uses, those in accelerator memory included.</param>
/// <param name="Prefill">What computing costs.</param>
/// <param name="BlockTokens">Tokens of a block.</param>
/// <param name="AcceleratorBlocks">Blocks that accelerator memory holds: tier 0, which is only observed.</param>
public sealed record TierValue(MissRatioCurve Curve, PrefillCost Prefill, int BlockTokens, double AcceleratorBlocks)
{
    /// <summary>
    /// Seconds saved by tiers that each hold what the faster ones do not: <c>Σ H(K_j)(s_j − s_{j+1})</c> with K_j their capacities added up, from accelerator memory on.
    /// Savings are per position: a late one costs more to compute.
    /// </summary>
    /// <param name="tiers">The tiers; any order.</param>
    /// <returns>Seconds over the uses that the curve is made of.</returns>
    public double Exclusive(IEnumerable<TierCapacity> tiers) => Saved(tiers, (reach, blocks) => reach + blocks);

    /// <summary>The same for tiers that also hold what the faster ones hold (write-through): one smaller than accelerator memory is worth nothing.</summary>
    /// <param name="tiers">The tiers; any order.</param>
    /// <returns>Seconds over the uses that the curve is made of.</returns>
    public double Inclusive(IEnumerable<TierCapacity> tiers) => Saved(tiers, Math.Max);

    private double Saved(IEnumerable<TierCapacity> tiers, Func<double, double, double> extend)
    {
        var (saved, reach) = (0.0, AcceleratorBlocks);
        foreach (var tier in tiers.OrderBy(tier => tier.LoadSecondsPerBlock))
        {
            var further = extend(reach, tier.Blocks);
            var gain = Computing(reach, further) - (tier.LoadSecondsPerBlock * (Curve.Hits(further) - Curve.Hits(reach)));

            // A tier that loses is not used, and then holds nothing that another one could not.
            if (gain > 0)
            {
                (saved, reach) = (saved + gain, further);
            }
        }

        return saved;
    }

    /// <summary>Seconds to compute the blocks that hit between two capacities. A position's cost is linear, so the sum of positions is enough.</summary>
    private double Computing(double from, double to)
    {
        var hits = Curve.Hits(to) - Curve.Hits(from);
        var positions = (Curve.HitPositions(to) - Curve.HitPositions(from)) * BlockTokens;
        var middle = (BlockTokens - 1) / 2.0;
        return BlockTokens * ((hits * Prefill.SecondsAt(middle)) + (positions * (Prefill.SecondsAt(1) - Prefill.SecondsAt(0))));
    }
}
