using System.Collections.Immutable;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Reconciliation;

/// <summary>What became of the descriptors that a holder passed.</summary>
/// <param name="Extents">Those that are kept, claimed and verified.</param>
/// <param name="Held">What they are, for the holder's machine; surplus ones that are not kept included.</param>
/// <param name="Fault">Why the holder is refused; null when all was in order. Nothing is kept then.</param>
internal sealed record ExtentIntakeResult(ImmutableArray<Extent> Extents, ImmutableArray<HeldExtent> Held, (string Reason, string Message)? Fault);
