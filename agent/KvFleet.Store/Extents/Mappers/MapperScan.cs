using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>Who really had a pool's extents at one moment. Our own processes (the agent's pod, the holder of the extent) are left out.</summary>
/// <param name="LedgerVersion"><see cref="MapperLedger.Version"/> when the scan began.</param>
/// <param name="Targets">The entries that were looked for.</param>
/// <param name="Sightings">What was seen.</param>
/// <param name="IsComplete">Every process could be examined. Otherwise a process that was not seen may be there all the same.</param>
public sealed record MapperScan(long LedgerVersion, ImmutableHashSet<string> Targets, ImmutableArray<MapperSighting> Sightings, bool IsComplete = true);
