namespace KvFleet.Model.Cost;

/// <summary>Decides whether loading pays.</summary>
internal sealed class TierJudge(Restoration restoration, VerdictOptions options)
{
    public TierVerdict Verdict(TierVerdict? previous)
    {
        // A verdict is left only when figures are beyond break-even by the margin.
        if (Pays(options.UsualTokens, previous == TierVerdict.Load ? 1 + options.Margin : previous is null ? 1 : 1 - options.Margin))
        {
            return TierVerdict.Load;
        }

        var tolerance = previous == TierVerdict.Mixed ? 1 + options.Margin : previous is null ? 1 : 1 - options.Margin;
        return Pays(options.LongestTokens, tolerance) || MixingPays(tolerance) ? TierVerdict.Mixed : TierVerdict.Recompute;
    }

    /// <summary>The shortest prefix, in whole blocks, from which on it pays at every length up to the longest.</summary>
    public int? FromTokens()
    {
        var blocks = Math.Max(1, options.LongestTokens / options.BlockTokens);
        if (options.Objective == RestorationObjective.Throughput)
        {
            // Here short prefixes are the ones that are in time.
            return Pays(options.BlockTokens, 1) ? options.BlockTokens : null;
        }

        if (!Pays(blocks * options.BlockTokens, 1))
        {
            return null;
        }

        // Starts weigh on short prefixes and attention on long ones, so loading gains with length and one bisection finds the place.
        var (loses, pays) = (0, blocks);
        while (pays - loses > 1)
        {
            var middle = loses + ((pays - loses) / 2);
            if (Pays(middle * options.BlockTokens, 1))
            {
                pays = middle;
            }
            else
            {
                loses = middle;
            }
        }

        return pays * options.BlockTokens;
    }

    private bool Pays(int tokens, double tolerance)
    {
        var allowed = options.Objective == RestorationObjective.Latency ? restoration.RecomputeSeconds(tokens) : options.LongestLoadSeconds;
        return restoration.LoadSeconds(tokens) <= allowed * tolerance;
    }

    private bool MixingPays(double tolerance)
    {
        var least = restoration.RecomputeSeconds(options.UsualTokens) * (1 - options.LeastMixedGain) * tolerance;
        return options is { CanMix: true, Objective: RestorationObjective.Latency } && restoration.Mixed(options.UsualTokens).Seconds <= least;
    }
}
