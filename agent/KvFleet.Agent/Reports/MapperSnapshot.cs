using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Reports;

/// <summary>One pod that maps a pool, over all of its connections.</summary>
/// <param name="Identity">The pod.</param>
/// <param name="Bytes">Bytes of the extents it has, each counted once.</param>
/// <param name="OwesAcknowledgement">It was told to let go of some and has not said that it did.</param>
internal sealed record MapperSnapshot(MapperIdentity Identity, long Bytes, bool OwesAcknowledgement);
