using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>What follows from an event.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Effects">What has to be done now, in this order.</param>
public sealed record HolderTransition(HolderState State, ImmutableArray<HolderEffect> Effects);
