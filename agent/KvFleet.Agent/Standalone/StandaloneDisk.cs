namespace KvFleet.Agent.Standalone;

/// <summary>The local disk of a pool on a machine without Kubernetes.</summary>
/// <param name="Directory">Directory for this pool alone.</param>
/// <param name="Bytes">Most bytes that its files take.</param>
/// <param name="SightingsToAdmit">How often a value must have been seen before it is written.</param>
/// <param name="KeyFile">File with the key that values are encrypted with; null for no encryption.</param>
internal sealed record StandaloneDisk(string Directory, long Bytes, int SightingsToAdmit, string? KeyFile);
