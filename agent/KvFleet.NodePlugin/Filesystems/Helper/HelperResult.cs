namespace KvFleet.NodePlugin.Filesystems.Helper;

/// <summary>What came of a task; also what the process prints, as JSON.</summary>
/// <param name="Failure">What failed, with the call and its error; null when nothing did.</param>
/// <param name="TotalBytes">Probe: size of the filesystem.</param>
/// <param name="AvailableBytes">Probe: what may still be written.</param>
/// <param name="SweepingRefused">Probe: why files of engines could not be deleted or touched; null when they could.</param>
/// <param name="TimedOut">Whether the process did not end in time.</param>
internal sealed record HelperResult(string? Failure = null, long TotalBytes = 0, long AvailableBytes = 0, string? SweepingRefused = null, bool TimedOut = false);
