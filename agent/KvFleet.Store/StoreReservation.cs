using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Store;

/// <summary>The answer to who wants to store a value.</summary>
/// <param name="Outcome">Why there is a slot, or none.</param>
/// <param name="Slot">The slot, to be filled and committed, and disposed in any case.</param>
public sealed record StoreReservation(StoreReservationOutcome Outcome, StoreSlot? Slot = null)
{
    /// <summary>Whether there is a slot.</summary>
    [MemberNotNullWhen(true, nameof(Slot))]
    public bool IsGranted => Slot is not null;
}
