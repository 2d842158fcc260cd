using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>
/// The life of one holder as a pure function. An event first changes the facts; then <see cref="HolderAdvance"/> looks at the facts alone and takes every step
/// that has become possible. So there is one answer to "what next", whichever way the state was reached: first start, reconnect, retry or restart of the agent.
/// </summary>
public static class HolderMachine
{
    /// <summary>Works one event in.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="event">What happened.</param>
    /// <param name="now">The time it happened.</param>
    /// <returns>The state after, and what has to be done.</returns>
    public static HolderTransition Next(HolderState state, HolderEvent @event, DateTimeOffset now)
    {
        var step = new HolderStep(state, now);
        Apply(step, @event);
        HolderAdvance.Advance(step);
        return step.Finish();
    }

    private static void Apply(HolderStep step, HolderEvent @event)
    {
        switch (@event)
        {
            case HolderEvent.Wanted e: Want(step, e); break;
            case HolderEvent.CannotPlan e: step.Fail(e.Reason, e.Message); break;
            case HolderEvent.Connected e: Connect(step, e); break;
            case HolderEvent.Disconnected e: Disconnect(step, e); break;
            case HolderEvent.Allocated e: Allocate(step, e); break;
            case HolderEvent.Misbehaved e: Refuse(step, e.Reason, e.Message); break;
            case HolderEvent.OperationFailed e: HolderFaults.OperationFailed(step, e); break;
            case HolderEvent.Prepared e: step.Move(e.Id, ExtentStage.Preparing, ExtentStage.Prepared); break;
            case HolderEvent.PrepareFailed e: HolderFaults.PrepareFailed(step, e); break;
            case HolderEvent.PopulationTurn: step.State = step.State with { HasPopulationTurn = step.State.InPopulationQueue }; break;
            case HolderEvent.Progress e: Measure(step, e.Id, e.ResidentBytes, isAnswer: true); break;
            case HolderEvent.Populated e: HolderFaults.Populated(step, e); break;
            case HolderEvent.Locked e: HolderFaults.Locked(step, e); break;
            case HolderEvent.LockFailed e: HolderFaults.LockFailed(step, e.Id, e.Message); break;
            case HolderEvent.LockerLost: HolderFaults.LockerLost(step); break;
            case HolderEvent.LockerBack: step.State = step.State with { LockerAvailable = true }; break;
            case HolderEvent.Measured e: Measure(step, e.Id, e.ResidentBytes, isAnswer: false); break;
            case HolderEvent.MappersGone: MappersGone(step); break;
            case HolderEvent.DrainOverdue e: Overdue(step, e); break;
            case HolderEvent.Released e: Release(step, e); break;
            case HolderEvent.Tick: Tick(step); break;
        }
    }

    private static void Want(HolderStep step, HolderEvent.Wanted e)
    {
        var resized = step.State.Connected && !e.Extents.IsEmpty && !step.State.Wanted.SequenceEqual(e.Extents);
        step.State = step.State with { Goal = e.Goal, Wanted = e.Extents };
        if (e.Goal == HolderGoal.Hold)
            Keep(step);

        // A holder of another size is another holder: what it has goes back first, so that it never has both at once and never exceeds its limit.
        if (resized && e.Goal == HolderGoal.Hold)
            step.GiveBack();
    }

    /// <summary>
    /// A drain is called off while mappers are still being asked: what is wanted again is all there, so nothing has to be lost. Mappers that let go are given it anew. Once extents are being
    /// released it is too late; then the drain ends and new ones are made.
    /// </summary>
    private static void Keep(HolderStep step)
    {
        var state = step.State;
        if (!state.Revoking || state.Failure is not null || state.Extents.Length != state.Wanted.Length || !state.Extents.All(extent => extent.IsHeld && state.Wanted.Contains(extent.Plan)))
            return;
        step.State = state with { Revoking = false, Reason = null, Message = null };
    }

    private static void Connect(HolderStep step, HolderEvent.Connected e)
    {
        var known = e.Extents.ToDictionary(static plan => plan.Id, StringComparer.Ordinal);
        var kept = e.Held.Where(held => known.TryGetValue(held.Id, out var plan) && plan.Bytes == held.Bytes && plan.HugePageBytes == held.HugePageBytes)
            .ToDictionary(static held => held.Id, StringComparer.Ordinal);
        var surplus = e.Held.Where(held => !kept.ContainsKey(held.Id)).ToImmutableArray();

        step.State = step.State with
        {
            Connected = true,
            AwaitedUntil = null,
            Wanted = e.Extents,
            Published = false,
            Exposed = !e.Held.IsEmpty,
            Revoking = false,
            LastAnswer = step.Now,
            Extents =
            [
                .. e.Extents.Where(plan => !surplus.Any(held => held.Id == plan.Id)).Select(plan => kept.TryGetValue(plan.Id, out var held)
                    ? new ExtentProgress(plan, ExtentStage.Allocated, held.ResidentBytes)
                    : new ExtentProgress(plan, ExtentStage.Planned)),
                .. surplus.Select(static held => new ExtentProgress(
                    new ExtentPlan(held.Id, held.Bytes, held.HugePageBytes, ExtentPlacement.None, null), ExtentStage.Allocated, held.ResidentBytes)),
            ],
        };
        if (!surplus.IsEmpty)
            step.GiveBack();
    }

    private static void Disconnect(HolderStep step, HolderEvent.Disconnected e)
    {
        step.LeavePopulation();
        var (held, exposed) = (step.State.HeldIds, step.State.Exposed);
        step.State = step.State with { Connected = false, Extents = [], Published = false, Exposed = false, Revoking = false };
        if (step.State.Failure is null)
            step.State = step.State with { Reason = HolderReasons.Disconnected, Message = e.Message };
        if (!held.IsEmpty)
            step.Do(new HolderEffect.Drop(held, exposed));
    }

    private static void Allocate(HolderStep step, HolderEvent.Allocated e)
    {
        step.State = step.State with { LastAnswer = step.Now };
        foreach (var held in e.Held)
        {
            step.Change(
                extent => extent.Plan.Id == held.Id && extent.Stage == ExtentStage.Allocating,
                extent => extent with { Stage = ExtentStage.Allocated, ResidentBytes = held.ResidentBytes });
        }
    }

    private static void Refuse(HolderStep step, string reason, string message)
    {
        step.LeavePopulation();
        step.Fail(reason, message);
        step.Do(new HolderEffect.Refuse(reason, message));
    }

    private static void Measure(HolderStep step, string id, long resident, bool isAnswer)
    {
        if (isAnswer)
            step.State = step.State with { LastAnswer = step.Now };
        var punched = step.Change(
            extent => extent.Plan.Id == id && extent.IsWhole && resident < extent.Plan.Bytes && extent.Stage is ExtentStage.Populated or ExtentStage.Locking or ExtentStage.Locked,
            extent => extent with { Stage = ExtentStage.Prepared, MappingLost = true, LockedBytes = 0 });
        step.Change(
            extent => extent.Plan.Id == id && extent.IsHeld,
            extent => extent with { ResidentBytes = resident, LockedBytes = Math.Min(extent.LockedBytes, resident) });
        if (punched is [var one])
            HolderFaults.Punched(step, one, resident);
    }

    private static void MappersGone(HolderStep step)
    {
        if (!step.State.Revoking)
            return;
        step.State = step.State with { Revoking = false, Exposed = false, Reason = step.State.Failure?.Reason, Message = step.State.Failure?.Message };
        step.GiveBack();
    }

    private static void Overdue(HolderStep step, HolderEvent.DrainOverdue e)
    {
        if (step.State.Revoking)
            step.State = step.State with { Reason = HolderReasons.MapperHoldsExtents, Message = e.Message };
    }

    private static void Release(HolderStep step, HolderEvent.Released e)
    {
        step.State = step.State with { LastAnswer = step.Now };
        step.Change(
            extent => extent.Stage == ExtentStage.Releasing && e.Ids.Contains(extent.Plan.Id, StringComparer.Ordinal),
            static extent => extent with { Stage = ExtentStage.Released, ResidentBytes = 0, LockedBytes = 0 });
    }

    private static void Tick(HolderStep step)
    {
        if (step.Now >= step.State.AwaitedUntil)
            step.State = step.State with { AwaitedUntil = null };
        var waits = step.Any(ExtentStage.Allocating, ExtentStage.Populating, ExtentStage.Releasing);
        if (step.State is { Connected: true } state && waits && step.Now - state.LastAnswer >= HolderTimeouts.Answer)
            Refuse(step, HolderReasons.Stalled, HolderText.Stalled(state.Key, HolderTimeouts.Answer));
    }
}
