namespace KvFleet.Store.Extents.Mappers;

/// <summary>A process that the kernel shows to have an extent.</summary>
/// <param name="Id">The entry of the pool's table.</param>
/// <param name="ProcessId">Process id on the host.</param>
/// <param name="Command">Its command name.</param>
/// <param name="PodUid">Uid of its pod, from its cgroup; null for a process outside of pods.</param>
/// <param name="IsMapped">It has the extent in its address space.</param>
/// <param name="HasDescriptor">It has a descriptor of it.</param>
public sealed record MapperSighting(string Id, int ProcessId, string Command, string? PodUid, bool IsMapped, bool HasDescriptor);
