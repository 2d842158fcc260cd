using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>What a look through the processes found.</summary>
/// <param name="Found">Every process that has one of the extents, our own included.</param>
/// <param name="IsComplete">False when some process could not be examined.</param>
public sealed record MapperSightings(ImmutableArray<MapperSighting> Found, bool IsComplete);
