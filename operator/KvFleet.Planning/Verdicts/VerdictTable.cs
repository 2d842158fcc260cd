using KvFleet.Api.Reports;

namespace KvFleet.Planning.Verdicts;

/// <summary>The verdicts of all pools on all classes.</summary>
/// <param name="findings">By pool uid and class name.</param>
public sealed class VerdictTable(IReadOnlyDictionary<(string PoolUid, string Class), IReadOnlyList<TierFinding>> findings)
{
    /// <summary>Nothing is judged.</summary>
    public static VerdictTable None { get; } = new(new Dictionary<(string, string), IReadOnlyList<TierFinding>>());

    /// <summary>The findings of a pool on a class; none if it was not judged.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="className">The class.</param>
    public IReadOnlyList<TierFinding> For(string poolUid, string className) => findings.GetValueOrDefault((poolUid, className), []);

    /// <summary>Whether a tier is to be turned off for a pool on a class.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="className">The class.</param>
    /// <param name="tier">The tier.</param>
    public bool DoesNotPay(string poolUid, string className, StorageTier tier) => For(poolUid, className).Any(finding => finding.Tier == tier && finding.DoesNotPay);
}
