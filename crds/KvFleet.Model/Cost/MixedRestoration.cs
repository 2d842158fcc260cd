namespace KvFleet.Model.Cost;

/// <summary>A prefix that is partly computed and partly loaded, at the same time.</summary>
/// <param name="Seconds">How long it takes.</param>
/// <param name="RecomputeShare">The share of its tokens that is computed, from 0 to 1.</param>
public sealed record MixedRestoration(double Seconds, double RecomputeShare);
