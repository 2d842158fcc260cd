using KvFleet.Model.Cost;
using KvFleet.Model.Geometry;

namespace KvFleet.Model.Catalog;

/// <summary>What is known about a model.</summary>
/// <param name="Name">Its Hugging Face repository id.</param>
/// <param name="Aliases">Other repository ids with the same geometry (base and tuned variants).</param>
/// <param name="Geometry">The shape of its KV cache.</param>
/// <param name="Precision">How its KV is stored unless the user says otherwise.</param>
/// <param name="BlockTokens">The block size that engines use for it unless told otherwise, in tokens.</param>
/// <param name="Prefill">What prefilling it costs; null if not known.</param>
public sealed record ModelEntry(string Name, IReadOnlyList<string> Aliases, KvGeometry Geometry, KvPrecision Precision, int BlockTokens, PrefillShape? Prefill = null);
