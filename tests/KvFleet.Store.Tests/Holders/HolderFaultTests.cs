using System.Collections.Immutable;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Store.Tests.Holders;

public sealed class HolderFaultTests
{
    [Fact]
    public void A_failed_step_is_tried_again_with_growing_pauses()
    {
        var story = Story.Connected();
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 8; i++)
        {
            story.On(new HolderEvent.OperationFailed(HolderOperation.Allocate, 24, "no descriptors left"));
            var pause = story.State.Failure.ShouldNotBeNull().RetryAt - story.Now;
            pauses.Add(pause);
            story.After(pause - TimeSpan.FromMilliseconds(1)).Did.ShouldBeEmpty();
            story.After(TimeSpan.FromMilliseconds(1)).Did.ShouldBe("allocate uid-0,uid-1");
        }

        pauses.Select(p => p.TotalSeconds).ShouldBe([5, 10, 20, 40, 80, 160, 300, 300]);
    }

    [Fact]
    public void Success_makes_the_pauses_short_again()
    {
        var story = Story.Connected().On(new HolderEvent.OperationFailed(HolderOperation.Allocate, 24, "x"));
        story.After(TimeSpan.FromSeconds(5)).On(new HolderEvent.Allocated([Story.Held(0, Story.Size), Story.Held(1, Story.Size)]));
        story.On(new HolderEvent.Prepared("uid-0")).On(new HolderEvent.Prepared("uid-1"));
        story.State.Reason.ShouldBe(HolderReasons.AllocationFailed);

        story.On(new HolderEvent.Locked("uid-0", Story.Size)).On(new HolderEvent.Locked("uid-1", Story.Size));

        (story.State.Phase, story.State.Failures, story.State.Reason).ShouldBe((HolderPhase.Ready, 0, null));
    }

    [Fact]
    public void After_a_failed_population_everything_is_given_back_before_the_next_try()
    {
        var story = Story.Populating().On(new HolderEvent.OperationFailed(HolderOperation.Populate, 12, "madvise: ENOMEM"));

        story.State.Reason.ShouldBe(HolderReasons.PopulationFailed);
        story.After(TimeSpan.FromMinutes(1)).Did.ShouldBeEmpty();
        story.On(new HolderEvent.Released(["uid-0", "uid-1"])).Did.ShouldBe("allocate uid-0,uid-1");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    public void Missing_huge_pages_are_named_with_the_remedy(int errno)
    {
        ImmutableArray<ExtentPlan> huge = [Story.Plan(0, 2 << 20, 2 << 20)];
        var story = new Story().On(new HolderEvent.Connected(huge, [])).On(new HolderEvent.OperationFailed(HolderOperation.Populate, errno, "madvise"));

        story.State.Reason.ShouldBe(HolderReasons.HugePagesMissing);
        story.State.Message.ShouldNotBeNull().ShouldContain("vm.nr_hugepages");
    }

    [Fact]
    public void A_holder_that_claims_pages_that_do_not_exist_is_not_believed()
    {
        var story = Story.Populating().On(new HolderEvent.Populated([new("uid-0", Story.Size), new("uid-1", 4096)]));

        (story.State.Phase, story.State.Reason).ShouldBe((HolderPhase.Failed, HolderReasons.PopulationFailed));
        story.Did.ShouldBe("unqueue; release uid-0,uid-1");
        story.State.Message.ShouldNotBeNull().ShouldContain("4096 of 1048576");
    }

    [Fact]
    public void A_refused_lock_keeps_the_pages_and_is_tried_again()
    {
        var story = Story.Locking().On(new HolderEvent.LockFailed("uid-0", "mlock: EPERM"));

        story.State.ResidentBytes.ShouldBe(2 * Story.Size);
        story.On(new HolderEvent.Locked("uid-1", Story.Size)).Did.ShouldBeEmpty();
        story.After(TimeSpan.FromSeconds(5)).Did.ShouldBe("lock uid-0");
    }

    [Fact]
    public void A_refused_policy_is_tried_again_before_a_page_exists()
    {
        var story = Story.Allocated().On(new HolderEvent.PrepareFailed("uid-0", "mbind: EPERM"));

        (story.State.Reason, story.State.ResidentBytes).ShouldBe((HolderReasons.NumaPolicyRefused, 0));
        story.After(TimeSpan.FromSeconds(5)).Did.ShouldBe("prepare uid-0");
    }

    [Fact]
    public void A_lost_locker_means_nothing_is_locked_and_is_no_failure_of_the_holder()
    {
        var story = Story.Ready().On(new HolderEvent.LockerLost());

        (story.State.LockedBytes, story.State.ResidentBytes, story.State.Reason).ShouldBe((0, 2 * Story.Size, HolderReasons.LockerUnavailable));
        story.On(new HolderEvent.LockerBack()).On(new HolderEvent.Prepared("uid-0")).On(new HolderEvent.Prepared("uid-1")).Did.ShouldBe("lock uid-0; lock uid-1");
        story.On(new HolderEvent.Locked("uid-0", Story.Size)).On(new HolderEvent.Locked("uid-1", Story.Size)).Did.ShouldBeEmpty();
        (story.State.LockedBytes, story.State.Reason).ShouldBe((2 * Story.Size, null));
    }

    [Fact]
    public void A_lock_that_ends_because_the_locker_left_is_no_refusal()
    {
        var story = Story.Locking().On(new HolderEvent.LockerLost()).On(new HolderEvent.LockFailed("uid-0", "connection lost"));

        story.State.Failure.ShouldBeNull();
    }

    [Fact]
    public void A_locker_lost_during_population_has_to_prepare_again_before_it_locks()
    {
        var story = Story.Populating().On(new HolderEvent.LockerLost()).On(new HolderEvent.LockerBack());

        story.On(new HolderEvent.Populated([new("uid-0", Story.Size), new("uid-1", Story.Size)])).Did.ShouldBe("prepare uid-0; prepare uid-1");
        story.On(new HolderEvent.Prepared("uid-0")).On(new HolderEvent.Prepared("uid-1")).Did.ShouldBe("unqueue; lock uid-0; lock uid-1");
    }

    [Fact]
    public void A_punched_extent_is_populated_and_locked_again_while_engines_keep_it()
    {
        var story = Story.Ready().On(new HolderEvent.Measured("uid-1", 4096));

        (story.State.Phase, story.State.Reason, story.State.Punches).ShouldBe((HolderPhase.Ready, HolderReasons.Punched, 1));
        story.State.ResidentBytes.ShouldBe(Story.Size + 4096);
        story.On(new HolderEvent.PopulationTurn()).Did.ShouldBe("populate uid-1");
        story.On(new HolderEvent.Populated([new("uid-1", Story.Size)])).Did.ShouldBe("prepare uid-1");
        story.On(new HolderEvent.Prepared("uid-1")).Did.ShouldBe("unqueue; lock uid-1");
        story.On(new HolderEvent.Locked("uid-1", Story.Size)).Did.ShouldBeEmpty();
        story.State.Reason.ShouldBeNull();
    }

    [Fact]
    public void Who_keeps_punching_is_repaired_more_and_more_slowly()
    {
        var story = Story.Ready();
        var waits = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            story.On(new HolderEvent.Measured("uid-1", 0));
            waits.Add((story.State.RepopulateAfter - story.Now).TotalSeconds);
            if (waits[^1] > 0)
                story.After(TimeSpan.FromSeconds(waits[^1]));
            story.On(new HolderEvent.PopulationTurn()).On(new HolderEvent.Populated([new("uid-1", Story.Size)]));
            story.On(new HolderEvent.Prepared("uid-1")).On(new HolderEvent.Locked("uid-1", Story.Size));
        }

        waits.ShouldBe([0, 5, 10, 20]);
    }

    [Fact]
    public void A_hole_punched_during_the_repair_is_no_lie_of_the_holder()
    {
        var story = Story.Ready().On(new HolderEvent.Measured("uid-1", 0)).On(new HolderEvent.PopulationTurn());

        story.On(new HolderEvent.Populated([new("uid-1", 4096)]));

        (story.State.Phase, story.State.Failure).ShouldBe((HolderPhase.Ready, null));
    }

    [Fact]
    public void A_holder_that_does_not_answer_is_cut_off_and_gives_its_turn_back()
    {
        var story = Story.Populating();

        story.After(HolderTimeouts.Answer - TimeSpan.FromSeconds(1)).On(new HolderEvent.Progress("uid-0", 4096));
        story.After(HolderTimeouts.Answer - TimeSpan.FromSeconds(1)).Did.ShouldBeEmpty();
        story.After(TimeSpan.FromSeconds(1)).Did.ShouldBe("unqueue; refuse HolderStalled");
        story.On(new HolderEvent.Disconnected("cut off")).Did.ShouldBe("drop uid-0,uid-1");
        (story.State.Phase, story.State.Reason).ShouldBe((HolderPhase.Failed, HolderReasons.Stalled));
    }

    [Fact]
    public void A_refused_holder_that_reconnects_at_once_waits_out_its_pause()
    {
        var story = Story.Connected().On(new HolderEvent.Misbehaved("ShortExtent", "too short")).On(new HolderEvent.Disconnected("refused"));

        story.On(new HolderEvent.Connected(Story.Two, [])).Did.ShouldBeEmpty();
        (story.State.Phase, story.State.Reason).ShouldBe((HolderPhase.Failed, "ShortExtent"));
        story.After(TimeSpan.FromSeconds(5)).Did.ShouldBe("allocate uid-0,uid-1");
    }

    [Fact]
    public void A_repair_that_fails_takes_the_extents_back_from_engines_first()
    {
        var story = Story.Ready().On(new HolderEvent.Measured("uid-1", 0)).On(new HolderEvent.PopulationTurn());

        story.On(new HolderEvent.OperationFailed(HolderOperation.Populate, 12, "madvise: ENOMEM")).Did.ShouldBe("unqueue; revoke uid-0,uid-1");
        story.State.Phase.ShouldBe(HolderPhase.Draining);
        story.On(new HolderEvent.MappersGone()).Did.ShouldBe("release uid-0,uid-1");
        (story.State.Phase, story.State.Reason).ShouldBe((HolderPhase.Failed, HolderReasons.PopulationFailed));
    }
}
