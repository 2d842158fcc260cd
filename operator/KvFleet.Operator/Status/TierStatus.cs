using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Planning.Verdicts;

namespace KvFleet.Operator.Status;

/// <summary>What a pool's status says of its tiers on a class. Pure.</summary>
internal static class TierStatus
{
    /// <summary>The tiers; null if none was judged.</summary>
    public static List<PoolTierStatus>? Of(IReadOnlyList<TierFinding> findings) => findings.Count == 0 ? null : [.. findings.Select(Of)];

    private static PoolTierStatus Of(TierFinding finding) => new()
    {
        Tier = finding.Tier,
        Verdict = finding.Assessment is { } assessment ? Enum.Parse<PoolTierVerdict>(assessment.Verdict.ToString()) : PoolTierVerdict.Unknown,
        Bandwidth = Rate(finding.Assessment?.LoadBytesPerSecond),
        BreakEven = Rate(finding.Assessment?.BreakEvenBytesPerSecond),
        FromTokens = finding.Assessment?.FromTokens,
        Message = finding.Message,
    };

    private static ResourceQuantity? Rate(double? bytesPerSecond) => bytesPerSecond is { } rate ? Rate(rate) : null;

    /// <summary>Whole mebibytes a second: what is less is noise, and noise would write the status again.</summary>
    internal static ResourceQuantity Rate(double bytesPerSecond) => ResourceQuantity.FromBytes((long)Math.Round(bytesPerSecond / (1 << 20)) << 20);
}
