using System.Collections.Immutable;
using KvFleet.Native;

namespace KvFleet.Store.Arenas;

/// <summary>The memory that a holder brings to a store.</summary>
/// <param name="Holder">What the holder is called.</param>
/// <param name="Index">The holder's index; closed by its owner.</param>
/// <param name="Extents">The extents beside it, always in the same order.</param>
public sealed record ArenaSource(string Holder, MemoryFile Index, ImmutableArray<ArenaExtent> Extents);
