using KvFleet.Sweeping.Inventory;

namespace KvFleet.Sweeping.Scanning;

/// <summary>What one look at a pool brought beside its inventory.</summary>
/// <param name="Problems">What could not be read; null: everything could.</param>
/// <param name="Leftovers">What nobody will use any more.</param>
/// <param name="HitAges">Uses since the look before.</param>
/// <param name="Asked">Files asked about.</param>
internal sealed record ScanOutcome(string? Problems, IReadOnlyCollection<Leftover> Leftovers, AgeCounts HitAges, long Asked);
