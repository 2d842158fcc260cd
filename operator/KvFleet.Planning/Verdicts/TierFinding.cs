using KvFleet.Api.Reports;
using KvFleet.Model.Cost;

namespace KvFleet.Planning.Verdicts;

/// <summary>Whether a tier pays for one pool on one class.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Assessment">The verdict with its figures; null while one is missing.</param>
/// <param name="Message">What the figures are made of, or what is missing.</param>
public sealed record TierFinding(StorageTier Tier, TierAssessment? Assessment, string Message)
{
    /// <summary>Whether the tier is to be turned off. What is not known is no reason.</summary>
    public bool DoesNotPay => Assessment?.Verdict == TierVerdict.Recompute;
}
