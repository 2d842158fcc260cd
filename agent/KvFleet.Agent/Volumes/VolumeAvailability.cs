namespace KvFleet.Agent.Volumes;

/// <summary>What the file <c>status.json</c> of an engine's volume says.</summary>
/// <param name="IsAvailable">Whether the pool can be mapped through it.</param>
/// <param name="Reason">Machine-readable.</param>
/// <param name="Message">In words.</param>
internal sealed record VolumeAvailability(bool IsAvailable, string Reason, string Message);
