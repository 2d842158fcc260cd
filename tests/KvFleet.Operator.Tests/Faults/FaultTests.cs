using KvFleet.Operator.Faults;
using KvFleet.Operator.Inventory;
using KvFleet.Planning;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Faults;

public sealed class FaultTests
{
    private readonly FakeTimeProvider _time = new();

    private static HolderPod Pod(string uid = "u") => new() { Pool = new PoolKey("ai", "llama"), PoolUid = "p", Name = "kvh-0", Uid = uid, Node = "a", Bytes = 1L << 30, Bound = true, Running = true };

    [Fact]
    public void Losses_in_a_row_are_replaced_ever_more_slowly_up_to_five_minutes()
    {
        var book = new FaultBook(_time);
        var delays = new List<double>();
        for (var loss = 0; loss < 12; loss++)
        {
            var fault = book.Note("p", "a", HolderFaultKind.Lost, "gone");
            delays.Add((fault.Until - _time.GetUtcNow()).TotalSeconds);
            _time.SetUtcNow(fault.Until);
        }

        delays.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    }

    [Fact]
    public void After_ten_good_minutes_a_loss_is_the_first_again()
    {
        var book = new FaultBook(_time);
        book.Note("p", "a", HolderFaultKind.Lost, "gone");
        book.Note("p", "a", HolderFaultKind.Lost, "gone");
        _time.Advance(TimeSpan.FromMinutes(11));

        book.Note("p", "a", HolderFaultKind.Lost, "gone").Failures.ShouldBe(1);
    }

    [Fact]
    public void A_refusal_is_forgotten_when_the_pod_is_accepted_but_a_loss_is_not()
    {
        var book = new FaultBook(_time);
        book.Note("p", "a", HolderFaultKind.QuotaExceeded, "quota");
        book.Note("p", "b", HolderFaultKind.Lost, "gone");

        book.Settle("p", "a");
        book.Settle("p", "b");

        book.Of("p").Single().Node.ShouldBe("b");
    }

    [Fact]
    public void A_pod_that_disappears_is_a_loss_unless_it_was_our_doing()
    {
        var watch = new HolderWatch();
        watch.Look([Pod("mine"), Pod("theirs")]).ShouldBeEmpty();
        watch.Expect("mine");

        watch.Look([]).Single().Pod.Uid.ShouldBe("theirs");
        watch.Look([]).ShouldBeEmpty();
    }

    [Fact]
    public void A_pod_on_its_way_out_is_told_once()
    {
        var watch = new HolderWatch();
        watch.Look([Pod()]);

        watch.Look([Pod() with { Deleting = true }]).Count.ShouldBe(1);
        watch.Look([Pod() with { Deleting = true }]).ShouldBeEmpty();
        watch.Look([]).ShouldBeEmpty();
    }

    [Fact]
    public void A_restart_after_an_out_of_memory_kill_is_told()
    {
        var watch = new HolderWatch();
        watch.Look([Pod()]);

        watch.Look([Pod() with { Restarts = 1, LastExitReason = "OOMKilled" }]).Single().Reason.ShouldBe("HolderOOMKilled");
        watch.Look([Pod() with { Restarts = 2, LastExitReason = "Error" }]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Evicted", "HolderEvicted")]
    [InlineData("PreemptionByScheduler", "HolderPreempted")]
    [InlineData("EvictionByEvictionAPI", "HolderEvicted")]
    [InlineData("DeletionByTaintManager", "HolderEvicted")]
    [InlineData("OutOfmemory", "HolderRejected")]
    public void Every_known_cause_has_a_name_and_a_remedy(string cause, string reason)
    {
        var loss = HolderLoss.Of(Pod() with { Deleting = true, EndReason = cause, EndMessage = "because." });

        loss.Reason.ShouldBe(reason);
        loss.Message.ShouldContain("(because)");
        loss.Message.ShouldContain("kvh-0");
    }
}
