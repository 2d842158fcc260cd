namespace KvFleet.Agent.Disks;

/// <summary>The local disk of one pool as it is wanted.</summary>
/// <param name="CapacityBytes">Most bytes that its files may take.</param>
/// <param name="SightingsToAdmit">How often a value must have been seen before it is written.</param>
/// <param name="Directory">Directory of its own; null when the agent was given no disk.</param>
/// <param name="KeyFile">File with the key that values are encrypted with; null for no encryption.</param>
internal sealed record DesiredDisk(long CapacityBytes, int SightingsToAdmit, string? Directory, string? KeyFile);
