using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Reconciliation;

/// <summary>One holder as it is wanted.</summary>
/// <param name="Name">Name of its pod, in the pool's namespace.</param>
/// <param name="Uid">Uid of its pod; null while it is not known, then any pod of the name is taken.</param>
/// <param name="Bytes">Bytes it shall hold.</param>
/// <param name="Goal">Whether it shall hold them or give them back.</param>
internal sealed record DesiredHolder(string Name, string? Uid, long Bytes, HolderGoal Goal);
