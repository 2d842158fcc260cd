using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Reports;

/// <summary>One holder at one moment.</summary>
/// <param name="State">Its state.</param>
/// <param name="Uid">Uid of its pod as last seen; null when it was never seen.</param>
/// <param name="VolumeId">The volume it is connected through; null when it is not.</param>
/// <param name="AssignedBytes">Bytes that the assignment names; 0 when it names the holder no more.</param>
internal sealed record HolderSnapshot(HolderState State, string? Uid, string? VolumeId, long AssignedBytes);
