using System.Collections.Immutable;

namespace KvFleet.Store.Extents;

/// <summary>The extents of one holder, or why there can be none.</summary>
/// <param name="Extents">In id order; their sizes add up to the request exactly. Empty when <paramref name="Error"/> is set.</param>
/// <param name="Error">What is wrong with the request and what to do about it; null when it is fine.</param>
public sealed record ExtentPlanResult(ImmutableArray<ExtentPlan> Extents, string? Error);
