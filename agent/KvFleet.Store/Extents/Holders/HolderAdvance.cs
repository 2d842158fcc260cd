using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>From the facts about a holder to the steps that are possible now. Order within a holder: all allocated, all prepared, all populated, all locked.</summary>
internal static class HolderAdvance
{
    public static void Advance(HolderStep step)
    {
        if (!step.State.Connected || step.State.Revoking)
            return;
        if (step.State.Goal == HolderGoal.Drain)
        {
            step.GiveBack();
            return;
        }

        if (step.Any(ExtentStage.Releasing) || Blocked(step))
            return;

        Plan(step);
        Allocate(step);
        Prepare(step);
        Populate(step);
        Lock(step);
        Publish(step);
    }

    private static bool Blocked(HolderStep step)
    {
        if (step.State.Failure is not { } failure)
            return false;
        if (step.Now < failure.RetryAt)
            return true;
        step.State = step.State with { Failure = null };
        return false;
    }

    /// <summary>After a release the extents to hold are planned anew; those of an old plan are forgotten.</summary>
    private static void Plan(HolderStep step)
    {
        var have = step.State.Extents;
        if (have.Length == step.State.Wanted.Length && have.All(static extent => extent.Stage != ExtentStage.Released))
            return;
        step.State = step.State with
        {
            Extents =
            [
                .. step.State.Wanted.Select(plan => have.FirstOrDefault(extent => extent.Plan == plan && extent.IsHeld)
                    ?? new ExtentProgress(plan, ExtentStage.Planned)),
            ],
        };
    }

    private static void Allocate(HolderStep step)
    {
        var planned = step.Move(ExtentStage.Planned, ExtentStage.Allocating);
        if (planned.IsEmpty)
            return;
        step.State = step.State with { LastAnswer = step.Now };
        step.Do(new HolderEffect.Allocate([.. planned.Select(static extent => extent.Plan)]));
    }

    private static void Prepare(HolderStep step)
    {
        if (step.Any(ExtentStage.Allocating))
            return;
        if (!step.State.LockerAvailable)
        {
            if (step.Any(ExtentStage.Allocated))
                step.State = step.State with { Reason = HolderReasons.LockerUnavailable, Message = HolderText.LockerUnavailable };
            return;
        }

        foreach (var extent in step.Move(ExtentStage.Allocated, ExtentStage.Preparing))
            step.Do(new HolderEffect.Prepare(extent.Plan));
    }

    private static void Populate(HolderStep step)
    {
        if (step.Any(ExtentStage.Allocating, ExtentStage.Allocated, ExtentStage.Preparing))
            return;
        step.Change(static extent => extent is { Stage: ExtentStage.Prepared, IsWhole: true }, static extent => extent with { Stage = ExtentStage.Populated });
        if (step.Any(ExtentStage.Prepared) && step.Now >= step.State.RepopulateAfter)
        {
            if (!step.State.InPopulationQueue)
            {
                step.State = step.State with { InPopulationQueue = true };
                step.Do(new HolderEffect.JoinPopulation());
            }

            if (step.State.HasPopulationTurn)
            {
                var ids = step.Move(ExtentStage.Prepared, ExtentStage.Populating).Select(static extent => extent.Plan.Id).ToImmutableArray();
                step.State = step.State with { LastAnswer = step.Now };
                step.Do(new HolderEffect.Populate(ids));
            }
        }

        if (!step.Any(ExtentStage.Prepared, ExtentStage.Populating))
            step.LeavePopulation();
    }

    private static void Lock(HolderStep step)
    {
        if (step.State.LockerAvailable && !step.Any(ExtentStage.Allocating, ExtentStage.Allocated, ExtentStage.Preparing, ExtentStage.Prepared, ExtentStage.Populating))
        {
            foreach (var extent in step.Move(ExtentStage.Populated, ExtentStage.Locking))
                step.Do(new HolderEffect.Lock(extent.Plan.Id));
        }
    }

    private static void Publish(HolderStep step)
    {
        if (step.State.Extents.IsEmpty || !step.State.Extents.All(static extent => extent.Stage == ExtentStage.Locked))
            return;
        step.State = step.State with { Failures = 0, Reason = null, Message = null };
        if (step.State.Published)
            return;
        step.State = step.State with { Published = true, Exposed = true };
        step.Do(new HolderEffect.Publish(step.State.HeldIds));
    }
}
