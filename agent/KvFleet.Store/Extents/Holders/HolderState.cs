using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>Everything known about one holder. Immutable; <see cref="HolderMachine"/> makes the next one.</summary>
public sealed record HolderState
{
    /// <summary>Whose state this is.</summary>
    public required HolderKey Key { get; init; }

    /// <summary>What it is wanted for.</summary>
    public HolderGoal Goal { get; init; }

    /// <summary>Whether its process is connected.</summary>
    public bool Connected { get; init; }

    /// <summary>Until then it may still connect for the first time with bytes of its past, so it is not called drained; null once it has connected, or is not expected to.</summary>
    public DateTimeOffset? AwaitedUntil { get; init; }

    /// <summary>The extents it shall hold; empty until its process (and with it the id prefix) is known.</summary>
    public ImmutableArray<ExtentPlan> Wanted { get; init; } = [];

    /// <summary>The extents it is on the way to hold, holds, or gives back.</summary>
    public ImmutableArray<ExtentProgress> Extents { get; init; } = [];

    /// <summary>Engines may map its extents (they were published and not revoked since).</summary>
    public bool Published { get; init; }

    /// <summary>
    /// A mapper may have its extents: they were published, or the holder brought them along and an agent before this one published them. They go back
    /// only by way of the mappers.
    /// </summary>
    public bool Exposed { get; init; }

    /// <summary>Mappers were told to let go and have not all done so.</summary>
    public bool Revoking { get; init; }

    /// <summary>It waits for, or has, its turn to populate.</summary>
    public bool InPopulationQueue { get; init; }

    /// <summary>It has its turn to populate.</summary>
    public bool HasPopulationTurn { get; init; }

    /// <summary>The locker can be reached.</summary>
    public bool LockerAvailable { get; init; } = true;

    /// <summary>Why it does not get on; null when it does.</summary>
    public HolderFailure? Failure { get; init; }

    /// <summary>Failures since it was last ready; spaces the retries.</summary>
    public int Failures { get; init; }

    /// <summary>Times that pages were found missing after they had been made.</summary>
    public long Punches { get; init; }

    /// <summary>Missing pages are not made again before this time.</summary>
    public DateTimeOffset RepopulateAfter { get; init; }

    /// <summary>Last sign of life while a request to the holder is under way.</summary>
    public DateTimeOffset LastAnswer { get; init; }

    /// <summary>Why it is as it is, where its phase alone does not tell; null when there is nothing to add.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason in words, with the remedy.</summary>
    public string? Message { get; init; }

    /// <summary>Where it stands: derived, so it cannot disagree with the facts above.</summary>
    public HolderPhase Phase => this switch
    {
        { Revoking: true } => HolderPhase.Draining,
        _ when Any(ExtentStage.Releasing) && (Goal == HolderGoal.Drain || Failure is null) => HolderPhase.Draining,
        { Goal: HolderGoal.Drain, AwaitedUntil: not null } => HolderPhase.Waiting,
        { Goal: HolderGoal.Drain } => Extents.Any(static e => e.IsHeld || e.Stage == ExtentStage.Allocating) ? HolderPhase.Draining : HolderPhase.Drained,
        { Failure: not null } => HolderPhase.Failed,
        { Connected: false } => HolderPhase.Waiting,
        { Published: true } => HolderPhase.Ready,
        _ when Any(ExtentStage.Planned, ExtentStage.Allocating) || Extents.IsEmpty => HolderPhase.Allocating,
        _ when Any(ExtentStage.Allocated, ExtentStage.Preparing) => HolderPhase.Preparing,
        _ when Any(ExtentStage.Prepared, ExtentStage.Populating) => HolderPhase.Populating,
        _ => HolderPhase.Locking,
    };

    /// <summary>Bytes it shall hold.</summary>
    public long WantedBytes => Wanted.Sum(static plan => plan.Bytes);

    /// <summary>Bytes that exist.</summary>
    public long ResidentBytes => Extents.Sum(static extent => extent.ResidentBytes);

    /// <summary>Bytes that are locked.</summary>
    public long LockedBytes => Extents.Sum(static extent => extent.LockedBytes);

    /// <summary>Ids of the extents whose memory files are here.</summary>
    public ImmutableArray<string> HeldIds => [.. Extents.Where(static e => e.IsHeld).Select(static e => e.Plan.Id)];

    private bool Any(params ReadOnlySpan<ExtentStage> stages)
    {
        foreach (var extent in Extents)
        {
            if (stages.Contains(extent.Stage))
                return true;
        }

        return false;
    }
}
