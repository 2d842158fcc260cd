namespace KvFleet.Store.Extents.Holders;

/// <summary>One extent of a holder and how far it has come.</summary>
/// <param name="Plan">The extent.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="ResidentBytes">Bytes that exist: measured on the memory file, or the holder's progress report while it populates.</param>
/// <param name="LockedBytes">Bytes the locker holds locked.</param>
public sealed record ExtentProgress(ExtentPlan Plan, ExtentStage Stage, long ResidentBytes = 0, long LockedBytes = 0)
{
    /// <summary>The locker lost its mapping (it was away, or pages were punched out), so it has to map the extent again before it can lock it.</summary>
    public bool MappingLost { get; init; }

    /// <summary>Whether every page exists.</summary>
    public bool IsWhole => ResidentBytes >= Plan.Bytes;

    /// <summary>Whether a memory file of it is here.</summary>
    public bool IsHeld => Stage is not (ExtentStage.Planned or ExtentStage.Allocating or ExtentStage.Released);
}
