namespace KvFleet.Planning.Allocation;

/// <summary>A pool's result in figures.</summary>
/// <param name="AssignedBytes">Bytes on all nodes.</param>
/// <param name="Matched">Nodes that the selector matches.</param>
/// <param name="Usable">Nodes that could take or keep bytes.</param>
/// <param name="Used">Nodes with bytes.</param>
internal sealed record PoolFacts(long AssignedBytes, int Matched, int Usable, int Used);
