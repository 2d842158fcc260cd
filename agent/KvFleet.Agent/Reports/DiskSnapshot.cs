using KvFleet.Store.Disk;

namespace KvFleet.Agent.Reports;

/// <summary>The local disk of one pool at one moment.</summary>
/// <param name="Reason">How it is, one word.</param>
/// <param name="Message">What is wrong and what to do; null when nothing is.</param>
/// <param name="IsDegraded">Whether a person should look.</param>
/// <param name="Tier">Figures; null while it is not open.</param>
internal sealed record DiskSnapshot(string Reason, string? Message, bool IsDegraded, DiskTierReport? Tier)
{
    /// <summary>One that is not open.</summary>
    public static DiskSnapshot Closed(string reason, string message) => new(reason, message, IsDegraded: false, null);

    /// <summary>One that is.</summary>
    public static DiskSnapshot Of(DiskTierReport report) =>
        new(report.Condition.Reason, report.Condition.Message is { Length: > 0 } message ? message : null, report.Condition.IsDegraded, report);
}
