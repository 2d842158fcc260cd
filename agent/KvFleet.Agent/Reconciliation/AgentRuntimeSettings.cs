using KvFleet.Agent.Disks;

namespace KvFleet.Agent.Reconciliation;

/// <summary>The settings that matter to <see cref="AgentRuntime"/>.</summary>
/// <param name="DrainDeadline">Time that mappers get to let go.</param>
/// <param name="PopulateThreads">Threads that populate.</param>
/// <param name="OwnPodUid">Uid of the agent's own pod; null outside of pods.</param>
internal sealed record AgentRuntimeSettings(TimeSpan DrainDeadline, int PopulateThreads, string? OwnPodUid)
{
    /// <summary>Where pools' values on disk are.</summary>
    public DiskPlaces Disk { get; init; } = DiskPlaces.None;

    /// <summary>How often the clock of retries, drains and scans ticks.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often extents are measured, beside every time that a report is asked for.</summary>
    public TimeSpan Measure { get; init; } = TimeSpan.FromSeconds(10);
}
