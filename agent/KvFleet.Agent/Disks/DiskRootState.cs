using KvFleet.Api.Reports;

namespace KvFleet.Agent.Disks;

/// <summary>What is known of the disk that the agent was given.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="TotalBytes">Size of its filesystem; 0 while it cannot be used.</param>
/// <param name="AvailableBytes">What may still be written.</param>
/// <param name="Reason">Why it cannot be used, one word of <see cref="DiskReportReasons"/>; null when it can.</param>
/// <param name="Message">Why, and what to do.</param>
internal sealed record DiskRootState(string Directory, long TotalBytes, long AvailableBytes, string? Reason, string? Message)
{
    /// <summary>Before the first look.</summary>
    public static DiskRootState Unknown(string directory) => new(directory, 0, 0, DiskReportReasons.Waiting, "The agent has not looked at it yet.");
}
