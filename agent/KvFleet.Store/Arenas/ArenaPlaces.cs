using System.Collections.Immutable;

namespace KvFleet.Store.Arenas;

/// <summary>Where a holder's extents were before, so that they can have the same places again.</summary>
/// <param name="Stride">Bytes of a row.</param>
/// <param name="Offsets">Place of each extent in the pool's range, in order.</param>
public sealed record ArenaPlaces(long Stride, ImmutableArray<long> Offsets);
