using KvFleet.Store.Eviction;

namespace KvFleet.Agent.Reconciliation;

/// <summary>How blocks of a pool are kept.</summary>
/// <param name="Policy">By which rule they leave.</param>
/// <param name="PinnedFraction">Most of the rows' bytes that pins may keep, 0 to 1.</param>
/// <param name="HeadroomFraction">Share of the rows that is kept free ahead of need, 0 to 1.</param>
internal sealed record DesiredStore(EvictionPolicy Policy, double PinnedFraction, double HeadroomFraction);
