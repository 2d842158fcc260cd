using KvFleet.Model.Cost;
using KvFleet.Model.Geometry;

namespace KvFleet.Api.Defaults;

/// <summary>A pool's model with every default filled in.</summary>
/// <param name="Geometry">Shape of its KV.</param>
/// <param name="Precision">How elements are stored.</param>
/// <param name="Parallelism">Its ranks.</param>
/// <param name="Prefill">What prefilling costs; null if not known.</param>
public sealed record ResolvedModel(KvGeometry Geometry, KvPrecision Precision, KvParallelism Parallelism, PrefillShape? Prefill);
