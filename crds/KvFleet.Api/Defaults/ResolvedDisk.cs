namespace KvFleet.Api.Defaults;

/// <summary>A pool's local disk with every default filled in. All sizes are bytes.</summary>
/// <param name="CapacityBytes">Over the whole fleet.</param>
/// <param name="MinPerNodeBytes">Least that a node gives.</param>
/// <param name="MaxPerNodeBytes">Most that a node gives; null for no limit.</param>
/// <param name="SightingsToAdmit">How often a value must have been seen before it is written.</param>
/// <param name="EncryptionKey">Name of the key; null for no encryption.</param>
public sealed record ResolvedDisk(long CapacityBytes, long MinPerNodeBytes, long? MaxPerNodeBytes, int SightingsToAdmit, string? EncryptionKey);
