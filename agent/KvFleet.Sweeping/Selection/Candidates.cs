using KvFleet.Sweeping.Inventory;

namespace KvFleet.Sweeping.Selection;

/// <summary>Files among which the longest unused ones are chosen.</summary>
/// <param name="Units">Where they are.</param>
/// <param name="Newest">Files last used after this second are protected.</param>
internal sealed record Candidates(IReadOnlyCollection<UnitInventory> Units, uint Newest);
