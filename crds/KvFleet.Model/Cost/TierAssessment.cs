namespace KvFleet.Model.Cost;

/// <summary>Whether a tier pays for one model on one class of accelerators, and with which figures.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="LoadBytesPerSecond">What loading a usual prefix reaches.</param>
/// <param name="BreakEvenBytesPerSecond">What it must reach to be as fast as computing.</param>
/// <param name="FromTokens">The shortest prefix from which on loading pays; null if it never does.</param>
/// <param name="RecomputeShare">The share of a usual prefix to compute while the rest is loaded, for the least time.</param>
public sealed record TierAssessment(TierVerdict Verdict, double LoadBytesPerSecond, double BreakEvenBytesPerSecond, int? FromTokens, double RecomputeShare)
{
    /// <summary>Judges a tier.</summary>
    /// <param name="restoration">What loading and computing cost.</param>
    /// <param name="options">Lengths, objective and margins.</param>
    /// <param name="previous">The verdict so far, which stays while figures are within the margin; null if there is none.</param>
    public static TierAssessment Of(Restoration restoration, VerdictOptions options, TierVerdict? previous = null)
    {
        var judge = new TierJudge(restoration, options);
        return new TierAssessment(
            judge.Verdict(previous),
            restoration.LoadBytesPerSecond(options.UsualTokens),
            restoration.BreakEvenBytesPerSecond(options.UsualTokens),
            judge.FromTokens(),
            restoration.Mixed(options.UsualTokens).RecomputeShare);
    }
}
