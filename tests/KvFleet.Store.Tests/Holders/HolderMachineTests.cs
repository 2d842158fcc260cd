using KvFleet.Store.Extents.Holders;

namespace KvFleet.Store.Tests.Holders;

public sealed class HolderMachineTests
{
    /// <summary>State, event, phase after it, what is to be done.</summary>
    public static TheoryData<string, HolderPhase, string> Steps
    {
        get
        {
            var data = new TheoryData<string, HolderPhase, string>();
            foreach (var (name, step) in Table)
                data.Add(name, step.Phase, step.Did);
            return data;
        }
    }

    private static readonly Dictionary<string, (Func<Story> Run, HolderPhase Phase, string Did)> Table = new(StringComparer.Ordinal)
    {
        ["nothing yet"] = (() => new Story(), HolderPhase.Waiting, ""),
        ["connects with nothing"] = (Story.Connected, HolderPhase.Allocating, "allocate uid-0,uid-1"),
        ["passes one of two"] = (() => Story.Connected().On(new HolderEvent.Allocated([Story.Held(0)])), HolderPhase.Allocating, ""),
        ["passes both"] = (Story.Allocated, HolderPhase.Preparing, "prepare uid-0; prepare uid-1"),
        ["one is prepared"] = (() => Story.Allocated().On(new HolderEvent.Prepared("uid-0")), HolderPhase.Preparing, ""),
        ["both are prepared"] = (Story.Prepared, HolderPhase.Populating, "queue"),
        ["gets its turn"] = (Story.Populating, HolderPhase.Populating, "populate uid-0,uid-1"),
        ["reports progress"] = (() => Story.Populating().On(new HolderEvent.Progress("uid-0", 4096)), HolderPhase.Populating, ""),
        ["one is populated"] = (() => Story.Populating().On(new HolderEvent.Populated([new("uid-0", Story.Size)])), HolderPhase.Populating, ""),
        ["both are populated"] = (Story.Locking, HolderPhase.Locking, "unqueue; lock uid-0; lock uid-1"),
        ["one is locked"] = (() => Story.Locking().On(new HolderEvent.Locked("uid-0", Story.Size)), HolderPhase.Locking, ""),
        ["both are locked"] = (Story.Ready, HolderPhase.Ready, "publish uid-0,uid-1"),
        ["drains when ready"] = (Story.Revoking, HolderPhase.Draining, "revoke uid-0,uid-1"),
        ["mappers let go"] = (() => Story.Revoking().On(new HolderEvent.MappersGone()), HolderPhase.Draining, "release uid-0,uid-1"),
        ["one is released"] = (() => Story.Revoking().On(new HolderEvent.MappersGone()).On(new HolderEvent.Released(["uid-0"])), HolderPhase.Draining, ""),
        ["all are released"] = (() => Story.Revoking().On(new HolderEvent.MappersGone()).On(new HolderEvent.Released(["uid-0", "uid-1"])), HolderPhase.Drained, ""),
        ["drains before it connected"] = (() => new Story().On(new HolderEvent.Wanted(HolderGoal.Drain, [])), HolderPhase.Drained, ""),
        ["drains while allocating"] = (() => Story.Connected().On(new HolderEvent.Wanted(HolderGoal.Drain, Story.Two)), HolderPhase.Draining, ""),
        ["passes files while draining"] = (
            () => Story.Connected().On(new HolderEvent.Wanted(HolderGoal.Drain, Story.Two)).On(new HolderEvent.Allocated([Story.Held(0), Story.Held(1)])),
            HolderPhase.Draining,
            "release uid-0,uid-1"),
        ["drains while populating"] = (() => Story.Populating().On(new HolderEvent.Wanted(HolderGoal.Drain, Story.Two)), HolderPhase.Draining, "unqueue; release uid-0,uid-1"),
        ["drains while locking"] = (() => Story.Locking().On(new HolderEvent.Wanted(HolderGoal.Drain, Story.Two)), HolderPhase.Draining, "release uid-0,uid-1"),
        ["is killed while populating"] = (() => Story.Populating().On(new HolderEvent.Disconnected("gone")), HolderPhase.Waiting, "unqueue; drop uid-0,uid-1"),
        ["is killed when ready"] = (() => Story.Ready().On(new HolderEvent.Disconnected("gone")), HolderPhase.Waiting, "drop uid-0,uid-1"),
        ["is killed while draining"] = (() => Story.Revoking().On(new HolderEvent.Disconnected("gone")), HolderPhase.Drained, "drop uid-0,uid-1"),
        ["comes back with everything"] = (
            () => new Story().On(new HolderEvent.Connected(Story.Two, [Story.Held(0, Story.Size), Story.Held(1, Story.Size)])),
            HolderPhase.Preparing,
            "prepare uid-0; prepare uid-1"),
        ["comes back with half"] = (() => new Story().On(new HolderEvent.Connected(Story.Two, [Story.Held(1, Story.Size)])), HolderPhase.Allocating, "allocate uid-0"),
        ["comes back with something else"] = (
            () => new Story().On(new HolderEvent.Connected(Story.Two, [Story.Held(0), new HeldExtent("uid-7", 4096, 0, 4096)])),
            HolderPhase.Draining,
            "revoke uid-0,uid-7"),
        ["comes back with another size"] = (() => new Story().On(new HolderEvent.Connected(Story.Two, [Story.Held(0, bytes: 4096)])), HolderPhase.Draining, "revoke uid-0"),
        ["comes back while it should drain"] = (
            () => new Story().On(new HolderEvent.Wanted(HolderGoal.Drain, [])).On(new HolderEvent.Connected(Story.Two, [Story.Held(0), Story.Held(1)])),
            HolderPhase.Draining,
            "revoke uid-0,uid-1"),
        ["passes a bad file"] = (() => Story.Connected().On(new HolderEvent.Misbehaved("UnsealedExtent", "x")), HolderPhase.Failed, "refuse UnsealedExtent"),
        ["cannot allocate"] = (() => Story.Connected().On(new HolderEvent.OperationFailed(HolderOperation.Allocate, 24, "x")), HolderPhase.Failed, ""),
        ["cannot populate"] = (
            () => Story.Populating().On(new HolderEvent.OperationFailed(HolderOperation.Populate, 12, "x")), HolderPhase.Failed, "unqueue; release uid-0,uid-1"),
        ["NUMA policy refused"] = (() => Story.Allocated().On(new HolderEvent.PrepareFailed("uid-0", "mbind: EPERM")), HolderPhase.Failed, ""),
        ["lock refused"] = (() => Story.Locking().On(new HolderEvent.LockFailed("uid-0", "mlock: ENOMEM")), HolderPhase.Failed, ""),
        ["locked too little"] = (() => Story.Locking().On(new HolderEvent.Locked("uid-0", 4096)), HolderPhase.Failed, ""),
        ["locker away before preparing"] = (
            () => Story.Connected().On(new HolderEvent.LockerLost()).On(new HolderEvent.Allocated([Story.Held(0), Story.Held(1)])), HolderPhase.Preparing, ""),
        ["locker back"] = (
            () => Story.Connected().On(new HolderEvent.LockerLost()).On(new HolderEvent.Allocated([Story.Held(0), Story.Held(1)])).On(new HolderEvent.LockerBack()),
            HolderPhase.Preparing,
            "prepare uid-0; prepare uid-1"),
        ["locker lost when ready"] = (() => Story.Ready().On(new HolderEvent.LockerLost()), HolderPhase.Ready, ""),
        ["locker back when ready"] = (() => Story.Ready().On(new HolderEvent.LockerLost()).On(new HolderEvent.LockerBack()), HolderPhase.Ready, "prepare uid-0; prepare uid-1"),
        ["punched when ready"] = (() => Story.Ready().On(new HolderEvent.Measured("uid-1", 4096)), HolderPhase.Ready, "unlock uid-1; queue"),
        ["unpunched measure"] = (() => Story.Ready().On(new HolderEvent.Measured("uid-1", Story.Size)), HolderPhase.Ready, ""),
        ["resized when ready"] = (() => Story.Ready().On(new HolderEvent.Wanted(HolderGoal.Hold, [Story.Plan(0)])), HolderPhase.Draining, "revoke uid-0,uid-1"),
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Each_event_leads_to_its_phase_and_its_effects(string name, HolderPhase phase, string did)
    {
        var story = Table[name].Run();

        story.State.Phase.ShouldBe(phase);
        story.Did.ShouldBe(did);
    }

    [Fact]
    public void Every_phase_is_reached_by_the_table()
    {
        Table.Values.Select(step => step.Phase).Distinct().Order().ShouldBe(Enum.GetValues<HolderPhase>());
    }

    [Fact]
    public void A_ready_holder_counts_what_exists_and_what_is_locked()
    {
        var state = Story.Ready().State;

        (state.WantedBytes, state.ResidentBytes, state.LockedBytes).ShouldBe((2 * Story.Size, 2 * Story.Size, 2 * Story.Size));
        state.Reason.ShouldBeNull();
    }

    [Fact]
    public void A_holder_that_comes_back_whole_is_only_prepared_and_locked_again()
    {
        var story = new Story().On(new HolderEvent.Connected(Story.Two, [Story.Held(0, Story.Size), Story.Held(1, Story.Size)]));

        story.On(new HolderEvent.Prepared("uid-0")).On(new HolderEvent.Prepared("uid-1")).Did.ShouldBe("lock uid-0; lock uid-1");
    }

    [Fact]
    public void What_it_brings_in_excess_is_released_before_anything_is_allocated()
    {
        var story = new Story().On(new HolderEvent.Connected(Story.Two, [Story.Held(0, bytes: 4096)]));

        story.On(new HolderEvent.MappersGone()).Did.ShouldBe("release uid-0");
        story.On(new HolderEvent.Released(["uid-0"])).Did.ShouldBe("allocate uid-0,uid-1");
    }

    [Fact]
    public void A_resized_holder_gives_everything_back_before_it_takes_the_new_size()
    {
        var story = Story.Ready().On(new HolderEvent.Wanted(HolderGoal.Hold, [Story.Plan(0, 4096)]));

        story.On(new HolderEvent.MappersGone()).Did.ShouldBe("release uid-0,uid-1");
        story.On(new HolderEvent.Released(["uid-0", "uid-1"])).Did.ShouldBe("allocate uid-0");
        story.State.WantedBytes.ShouldBe(4096);
        story.State.Phase.ShouldBe(HolderPhase.Allocating);
    }

    [Fact]
    public void A_drain_that_is_called_off_while_mappers_are_asked_loses_nothing()
    {
        var story = Story.Revoking().On(new HolderEvent.Wanted(HolderGoal.Hold, Story.Two));

        story.Did.ShouldBe("publish uid-0,uid-1");
        (story.State.Phase, story.State.LockedBytes).ShouldBe((HolderPhase.Ready, 2 * Story.Size));
        story.On(new HolderEvent.MappersGone()).Did.ShouldBeEmpty("the drain is over");
    }

    [Fact]
    public void A_drain_that_is_called_off_while_extents_are_released_ends_and_the_holder_fills_again()
    {
        var story = Story.Revoking().On(new HolderEvent.MappersGone()).On(new HolderEvent.Wanted(HolderGoal.Hold, Story.Two));

        story.Did.ShouldBeEmpty();
        story.On(new HolderEvent.Released(["uid-0", "uid-1"])).Did.ShouldBe("allocate uid-0,uid-1");
    }

    [Fact]
    public void A_holder_that_connects_to_a_new_agent_while_it_drains_is_kept_when_the_drain_is_called_off()
    {
        var story = new Story().On(new HolderEvent.Wanted(HolderGoal.Drain, Story.Two)).On(new HolderEvent.Connected(Story.Two, [Story.Held(0, Story.Size), Story.Held(1, Story.Size)]));
        story.Did.ShouldBe("revoke uid-0,uid-1");

        story.On(new HolderEvent.Wanted(HolderGoal.Hold, Story.Two)).Did.ShouldBe("prepare uid-0; prepare uid-1");
    }

    [Fact]
    public void A_holder_never_seen_is_not_called_drained_before_it_had_time_to_connect()
    {
        var story = new Story(HolderTimeouts.FirstContact).On(new HolderEvent.Wanted(HolderGoal.Drain, []));

        story.State.Phase.ShouldBe(HolderPhase.Waiting);
        story.After(HolderTimeouts.FirstContact - TimeSpan.FromSeconds(1)).State.Phase.ShouldBe(HolderPhase.Waiting);
        story.After(TimeSpan.FromSeconds(1)).State.Phase.ShouldBe(HolderPhase.Drained);
    }

    [Fact]
    public void A_drain_past_its_deadline_says_who_keeps_the_memory_until_they_let_go()
    {
        var story = Story.Revoking().On(new HolderEvent.DrainOverdue("pod tenant/engine keeps 2 MiB"));

        (story.State.Phase, story.State.Reason, story.State.Message).ShouldBe((HolderPhase.Draining, HolderReasons.MapperHoldsExtents, "pod tenant/engine keeps 2 MiB"));
        story.On(new HolderEvent.MappersGone()).State.Reason.ShouldBeNull();
    }

    [Fact]
    public void An_operator_that_repeats_its_wish_changes_nothing()
    {
        foreach (var story in new[] { Story.Connected(), Story.Populating(), Story.Ready() })
        {
            var before = story.State;
            story.On(new HolderEvent.Wanted(HolderGoal.Hold, Story.Two)).Did.ShouldBeEmpty();
            story.State.Phase.ShouldBe(before.Phase);
        }
    }

    [Fact]
    public void Late_answers_for_extents_that_are_gone_change_nothing()
    {
        var story = Story.Locking().On(new HolderEvent.Disconnected("gone"));
        var before = story.State;

        foreach (HolderEvent late in new HolderEvent[]
        {
            new HolderEvent.Locked("uid-0", Story.Size),
            new HolderEvent.Prepared("uid-0"),
            new HolderEvent.PrepareFailed("uid-0", "x"),
            new HolderEvent.LockFailed("uid-0", "x"),
            new HolderEvent.Released(["uid-0"]),
            new HolderEvent.MappersGone(),
            new HolderEvent.PopulationTurn(),
        })
        {
            story.On(late).Did.ShouldBeEmpty();
            story.State.Phase.ShouldBe(before.Phase);
        }
    }
}
