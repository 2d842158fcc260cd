namespace KvFleet.Store.Extents.Mappers;

/// <summary>Who keeps extents that were to be given back.</summary>
/// <param name="PodUid">The pod; null for a process outside of pods.</param>
/// <param name="ProcessId">The process, where the kernel showed one.</param>
/// <param name="Command">Its command name, where the kernel showed one.</param>
/// <param name="Bytes">Bytes of the extents it keeps.</param>
public sealed record StuckMapper(string? PodUid, int? ProcessId, string? Command, long Bytes);
