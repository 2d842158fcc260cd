using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Holders;

/// <summary>The state and effects under construction while one event is worked in. Lives for one call of <see cref="HolderMachine.Next"/>.</summary>
internal sealed class HolderStep(HolderState state, DateTimeOffset now)
{
    private readonly ImmutableArray<HolderEffect>.Builder _effects = ImmutableArray.CreateBuilder<HolderEffect>();

    public HolderState State { get; set; } = state;

    public DateTimeOffset Now { get; } = now;

    public void Do(HolderEffect effect) => _effects.Add(effect);

    public HolderTransition Finish() => new(State, _effects.ToImmutable());

    public bool Any(params ReadOnlySpan<ExtentStage> stages)
    {
        foreach (var extent in State.Extents)
        {
            if (stages.Contains(extent.Stage))
                return true;
        }

        return false;
    }

    /// <summary>Changes the extents that <paramref name="when"/> picks and returns them as they were.</summary>
    public ImmutableArray<ExtentProgress> Change(Func<ExtentProgress, bool> when, Func<ExtentProgress, ExtentProgress> change)
    {
        var picked = State.Extents.Where(when).ToImmutableArray();
        if (!picked.IsEmpty)
            State = State with { Extents = [.. State.Extents.Select(extent => when(extent) ? change(extent) : extent)] };
        return picked;
    }

    public ImmutableArray<ExtentProgress> Move(ExtentStage from, ExtentStage to) =>
        Change(extent => extent.Stage == from, extent => extent with { Stage = to });

    public ExtentProgress? Move(string id, ExtentStage from, ExtentStage to) =>
        Change(extent => extent.Plan.Id == id && extent.Stage == from, extent => extent with { Stage = to }) is [var one] ? one : null;

    public void Fail(string reason, string message)
    {
        var failures = State.Failures + 1;
        State = State with
        {
            Failures = failures,
            Failure = new HolderFailure(reason, message, Now + HolderTimeouts.Backoff(failures)),
            Reason = reason,
            Message = message,
        };
    }

    public void LeavePopulation()
    {
        if (!State.InPopulationQueue)
            return;
        State = State with { InPopulationQueue = false, HasPopulationTurn = false };
        Do(new HolderEffect.LeavePopulation());
    }

    /// <summary>Gives everything back: by way of the mappers where there may be some.</summary>
    public void GiveBack()
    {
        LeavePopulation();
        if (State.Revoking)
            return;
        if (State.Exposed && Any(ExtentStage.Releasing))
            return;
        if (State.Exposed && !State.HeldIds.IsEmpty)
        {
            State = State with { Published = false, Revoking = true };
            Do(new HolderEffect.Revoke(State.HeldIds));
            return;
        }

        var ids = Change(
            static extent => extent.IsHeld && extent.Stage != ExtentStage.Releasing,
            static extent => extent with { Stage = ExtentStage.Releasing, LockedBytes = 0 });
        if (ids.IsEmpty)
            return;
        State = State with { LastAnswer = Now };
        Do(new HolderEffect.Release([.. ids.Select(static extent => extent.Plan.Id)]));
    }
}
